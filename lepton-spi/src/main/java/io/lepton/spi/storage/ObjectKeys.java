package io.lepton.spi.storage;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;

/** The order of keys and what makes one valid. */
public final class ObjectKeys {

  /** Longest key that every store takes, in UTF-8 bytes (the limit of S3, GCS and Azure). */
  public static final int MAX_BYTES = 1024;

  /**
   * Order of the UTF-8 bytes, which is the order of code points. {@link String#compareTo} differs:
   * it compares UTF-16 units and puts supplementary characters before U+E000.
   */
  public static final Comparator<String> ORDER = ObjectKeys::compare;

  private ObjectKeys() {}

  private static int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        return Integer.compare(codePointRank(a), codePointRank(b));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** Moves surrogates above every other unit, as their code points are. */
  private static int codePointRank(char unit) {
    return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
  }

  /** What is wrong with a key, or empty when nothing is. */
  public static Optional<String> problem(String key) {
    if (key.isEmpty()) {
      return Optional.of("the key is empty");
    }
    for (int i = 0; i < key.length(); i++) {
      char unit = key.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < key.length()
          && Character.isLowSurrogate(key.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(unit)) {
        return Optional.of("the key holds half of a surrogate pair at character " + i);
      }
    }
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    return bytes <= MAX_BYTES
        ? Optional.empty()
        : Optional.of("the key has " + bytes + " bytes, more than " + MAX_BYTES);
  }
}
