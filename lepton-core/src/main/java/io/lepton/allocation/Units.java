package io.lepton.allocation;

/** Amounts as whole numbers of millionths, and loads as whole numbers of any unit. */
final class Units {
  private static final double MILLIONTHS = 1e6;

  private Units() {}

  /** Millionths, exact for values with up to six decimals. */
  static long millionths(double value) {
    return Math.round(value * MILLIONTHS);
  }
}
