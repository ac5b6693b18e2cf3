package io.lepton.serving;

import java.util.Optional;

/** The version that the jar's manifest names. */
final class Versions {
  private Versions() {}

  static String lepton() {
    return Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
