package io.lepton.azure.blob;

import io.lepton.spi.storage.ObjectKeys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which keys the service can hold, and how they are written in addresses. The rules are those of
 * "Naming and referencing containers, blobs, and metadata" in the service's documentation.
 */
final class BlobNames {
  /** Longest name, in characters. */
  static final int MAX_CHARACTERS = 1024;

  private static final String HEX = "0123456789ABCDEF";
  private static final int MOST_SEGMENTS = 254;
  private static final boolean[] PLAIN = plain();

  private BlobNames() {}

  private static boolean[] plain() {
    boolean[] plain = new boolean[128];
    for (char c = 0; c < 128; c++) {
      plain[c] =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~/".indexOf(c) >= 0;
    }
    return plain;
  }

  /** What is wrong with the key below {@code prefix}, or empty when nothing is. */
  static Optional<String> problem(String prefix, String key) {
    Optional<String> problem = ObjectKeys.problem(key);
    if (problem.isPresent()) {
      return problem;
    }
    int length = prefix.length() + key.length();
    if (length > MAX_CHARACTERS) {
      return Optional.of(
          "the name in the container has " + length + " characters, more than " + MAX_CHARACTERS);
    }
    int segments = 1;
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c == '\\') {
        return Optional.of("the service takes a backslash for a slash");
      }
      if (c < ' ' || (c >= 0x7f && c <= 0x9f) || c >= 0xfffe) {
        return Optional.of("the key holds a control character or none at all at character " + i);
      }
      boolean last = i + 1 == key.length();
      if (c == '.' && (last || key.charAt(i + 1) == '/')) {
        return Optional.of("a segment of the key ends in a dot, which the service drops");
      }
      segments += c == '/' ? 1 : 0;
    }
    return segments > MOST_SEGMENTS
        ? Optional.of("the key has " + segments + " segments, more than " + MOST_SEGMENTS)
        : Optional.empty();
  }

  /** Whether a name has an empty segment, one at its end counted. */
  static boolean hasEmptySegment(String name) {
    return name.startsWith("/") || name.endsWith("/") || name.contains("//");
  }

  /** A name as a path: everything but letters, digits, {@code -._~} and slashes is encoded. */
  static String encode(String name) {
    int i = 0;
    while (i < name.length() && name.charAt(i) < 128 && PLAIN[name.charAt(i)]) {
      i++;
    }
    if (i == name.length()) {
      return name;
    }
    StringBuilder text = new StringBuilder(name.length() + 32);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (b >= 0 && PLAIN[b]) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
      }
    }
    return text.toString();
  }

  /** A value of a query: as a path, but slashes are encoded too. */
  static String encodeQuery(String value) {
    return encode(value).replace("/", "%2F");
  }
}
