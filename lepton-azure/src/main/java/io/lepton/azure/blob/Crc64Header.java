package io.lepton.azure.blob;

import io.lepton.http.HttpHeaders;
import io.lepton.spi.storage.Checksum;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The digest that the service verifies of each request. Its polynomial is that of CRC-64/NVME; on
 * the wire it is Base64 of the eight bytes, least significant first.
 */
final class Crc64Header {
  static final String NAME = "x-ms-content-crc64";

  private Crc64Header() {}

  static String value(Checksum crc64) {
    byte[] bigEndian = HexFormat.of().parseHex(crc64.hex());
    byte[] little = new byte[bigEndian.length];
    for (int i = 0; i < little.length; i++) {
      little[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return Base64.getEncoder().encodeToString(little);
  }

  /** Whether an answer names this digest, or none at all. */
  static boolean agrees(HttpHeaders answer, Checksum crc64) {
    String told = answer.value(NAME);
    return told == null || told.equals(value(crc64));
  }
}
