package io.lepton.gcp.storage;

import java.nio.charset.StandardCharsets;

/** Percent-encoding of what stands in an address: everything but the unreserved of RFC 3986. */
final class Encoded {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private Encoded() {}

  /** The path of an object's resource. */
  static String objectPath(String bucket, String name) {
    return "/storage/v1/b/" + component(bucket) + "/o/" + component(name);
  }

  /** One segment of a path, or one value of a query. */
  static String component(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder encoded = new StringBuilder(bytes.length + 16);
    for (byte unit : bytes) {
      if (isUnreserved(unit)) {
        encoded.append((char) unit);
      } else {
        encoded.append('%').append(HEX[unit >> 4 & 15]).append(HEX[unit & 15]);
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(byte unit) {
    return (unit >= 'a' && unit <= 'z')
        || (unit >= 'A' && unit <= 'Z')
        || (unit >= '0' && unit <= '9')
        || unit == '-'
        || unit == '.'
        || unit == '_'
        || unit == '~';
  }
}
