package io.lepton.allocation;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Millionths of a US dollar, and how they are written. */
final class Money {
  static final long MICROS = 1_000_000L;

  private Money() {}

  static BigDecimal usd(long micros) {
    BigDecimal value = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  static long micros(double usd) {
    return BigDecimal.valueOf(usd)
        .movePointRight(6)
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  static String text(long micros) {
    return usd(micros).toPlainString() + " USD/h";
  }

  /** The same with all six decimals. */
  static String about(double micros) {
    return BigDecimal.valueOf(Math.round(micros), 6).toPlainString() + " USD/h";
  }

  static String plain(double value) {
    BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
    return (exact.scale() < 0 ? exact.setScale(0) : exact).toPlainString();
  }
}
