package io.lepton.allocation;

/** How a machine is bought. */
public enum Purchase {
  /** At the list price, kept until given back. */
  ON_DEMAND,
  /** At the spot price; the cloud may take the machine away. */
  SPOT;

  /** As input files and answers write it. */
  public String text() {
    return switch (this) {
      case ON_DEMAND -> "on_demand";
      case SPOT -> "spot";
    };
  }
}
