package io.lepton.allocation;

/** Checks that several records share. */
final class Checks {
  /** Amounts keep six decimals exactly and sums of them fit a long. */
  private static final double LARGEST = 1e9;

  private Checks() {}

  static double amount(String name, double value) {
    if (!(value >= 0) || value > LARGEST) {
      throw new IllegalArgumentException(name + " must be from 0 to 1e9, not " + value);
    }
    return value;
  }

  static double positive(String name, double value) {
    if (!(value > 0) || value > LARGEST) {
      throw new IllegalArgumentException(name + " must be above 0 and at most 1e9, not " + value);
    }
    return value;
  }

  static String named(String what, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(what + " must not be blank");
    }
    return value;
  }
}
