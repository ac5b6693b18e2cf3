package io.lepton.serving.gateway;

/** The two sides of a rollout. */
enum Side {
  OLD,
  NEW;

  Side other() {
    return switch (this) {
      case OLD -> NEW;
      case NEW -> OLD;
    };
  }
}
