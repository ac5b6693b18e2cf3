package io.lepton.allocation.pattern;

import java.math.BigInteger;

/**
 * Greatest common divisors, by the JDK: Guava has them as well, but is not among the few libraries
 * that a placing command starts with.
 */
public final class Divisors {
  private Divisors() {}

  /** The greatest number that divides both, whatever their signs; 0 for two zeros. */
  public static long gcd(long a, long b) {
    return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValueExact();
  }
}
