package io.lepton.catalog;

/**
 * A number that is written as digits with at most one point among them, read from bytes. Holds the
 * last one read; not thread safe.
 */
final class PlainDecimal {
  /** So many digits fit a long. */
  static final int SAFE_DIGITS = 18;

  /** So many digits are below 2^53. */
  static final int SHORT_DIGITS = 15;

  private static final int MICRO_DIGITS = 6;

  /** From here on millionths may not fit a long. */
  private static final long MOST = 1_000_000_000_000L;

  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private long mantissa;
  private int scale;
  private int digits;

  /**
   * Reads on to what is neither a digit nor the first point.
   *
   * @param bytes which such a byte ends
   * @return the place of that
   */
  int read(byte[] bytes, int from) {
    int p = from;
    long value = 0;
    int decimals = 0;
    int digit;
    while ((digit = bytes[p] - '0') >= 0 && digit <= 9) {
      value = value * 10 + digit;
      p++;
    }
    int count = p - from;
    if (bytes[p] == '.') {
      int point = ++p;
      while ((digit = bytes[p] - '0') >= 0 && digit <= 9) {
        value = value * 10 + digit;
        p++;
      }
      decimals = p - point;
      count += decimals;
    }
    mantissa = value;
    scale = decimals;
    digits = count;
    return p;
  }

  /** Whether there was a number, of so many digits at most. */
  boolean hasDigits(int most) {
    return digits > 0 && digits <= most;
  }

  /** Whether {@link #value} is rounded correctly. */
  boolean exact() {
    return mantissa < 1L << 53;
  }

  /** The number, which is of {@link #SAFE_DIGITS} at most. */
  double value() {
    // Both operands are exact below 2^53 and 10^22, so the quotient is correctly rounded.
    return scale == 0 ? mantissa : (double) mantissa / POWERS[scale];
  }

  /**
   * The number in millionths, halves up; negative when it is too large for that.
   *
   * <p>Of {@link #SAFE_DIGITS} at most.
   */
  long micros() {
    if (scale > MICRO_DIGITS) {
      long unit = POWERS[scale - MICRO_DIGITS];
      return mantissa / unit + (mantissa % unit >= unit / 2 ? 1 : 0);
    }
    return mantissa < MOST ? mantissa * POWERS[MICRO_DIGITS - scale] : -1;
  }
}
