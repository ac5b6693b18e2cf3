package io.lepton.transfer.manifest;

import io.lepton.json.Json;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * One object of a manifest.
 *
 * @param key the object
 * @param size its length in bytes
 * @param crc32c its CRC32C in hexadecimal
 * @param sha256 its SHA-256 in hexadecimal
 */
public record ManifestEntry(String key, long size, String crc32c, String sha256) {

  public ManifestEntry {
    Objects.requireNonNull(key, "key");
    crc32c = crc32c.toLowerCase(Locale.ROOT);
    sha256 = sha256.toLowerCase(Locale.ROOT);
    new Checksum(ChecksumAlgorithm.CRC32C, crc32c);
    new Checksum(ChecksumAlgorithm.SHA256, sha256);
    if (size < 0) {
      throw new IllegalArgumentException("size of '" + key + "' is negative: " + size);
    }
  }

  /** The digests, as a store would tell them. */
  public Checksums checksums() {
    return Checksums.of(
        new Checksum(ChecksumAlgorithm.CRC32C, crc32c),
        new Checksum(ChecksumAlgorithm.SHA256, sha256));
  }

  /** Sorts as the key does in listings. */
  public byte[] sortKey() {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** Its line, without the line end. */
  public String line() {
    return Json.line(this);
  }
}
