package io.lepton.watch;

import io.lepton.event.Sizes;
import java.time.Duration;
import java.util.Locale;

/** Figures as people read them: {@code 1.2 GB}, {@code 2 min 12 s}, {@code 97.4 %}. */
final class Figures {
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};

  private Figures() {}

  static String bytes(long count) {
    return scaled((double) count);
  }

  private static String scaled(double count) {
    int unit = 0;
    double value = count;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, unit == 0 || value >= 99.5 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String count(long count, String one, String many) {
    return Sizes.count(count, one, many);
  }

  static String percent(double share) {
    return String.format(
        Locale.ROOT,
        share == 0 || share == 1 ? "%.0f %%" : share < 0.001 ? "%.3f %%" : "%.1f %%",
        share * 100);
  }

  static String score(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  static String millis(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f ms" : "%,.0f ms", value);
  }

  static String usd(double value) {
    if (value == 0) {
      return "$0";
    }
    return String.format(
        Locale.ROOT, value < 0.01 ? "$%.4f" : value < 100 ? "$%.2f" : "$%,.0f", value);
  }

  static String duration(Duration time) {
    double seconds = time.toMillis() / 1000.0;
    if (seconds < 0.9995) {
      return time.toMillis() + " ms";
    }
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    long minutes = Math.round(whole / 60.0);
    return minutes / 60 + " h " + minutes % 60 + " min";
  }

  static String rate(long bytes, Duration time) {
    return time.isZero() ? "–" : scaled(bytes / (time.toNanos() / 1e9)) + "/s";
  }

  /** Hexadecimal digits that people compare: the first twelve. */
  static String shortDigest(String digest) {
    int colon = digest.indexOf(':');
    String hex = digest.substring(colon + 1);
    return digest.substring(0, colon + 1) + (hex.length() > 12 ? hex.substring(0, 12) : hex);
  }
}
