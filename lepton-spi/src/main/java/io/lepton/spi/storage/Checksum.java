package io.lepton.spi.storage;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A digest of a whole object's content.
 *
 * @param algorithm how it was computed
 * @param hex the digest, big-endian, in lower-case hexadecimal
 */
public record Checksum(ChecksumAlgorithm algorithm, String hex) {

  public Checksum {
    Objects.requireNonNull(algorithm, "algorithm");
    hex = hex.toLowerCase(Locale.ROOT);
    if (hex.length() != 2 * algorithm.sizeBytes() || !isHex(hex)) {
      throw new IllegalArgumentException(
          algorithm + " has " + algorithm.sizeBytes() + " bytes, not '" + hex + "'");
    }
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The value of a CRC32C, as {@link CRC32C#getValue} gives it. */
  public static Checksum crc32c(long value) {
    return new Checksum(ChecksumAlgorithm.CRC32C, HexFormat.of().toHexDigits(value, 8));
  }

  /** A digest from its bytes. */
  public static Checksum of(ChecksumAlgorithm algorithm, byte[] digest) {
    return new Checksum(algorithm, HexFormat.of().formatHex(digest));
  }

  // Written out, for a record's own equals and hashCode are put together of method handles, which
  // takes the start of a command longer than a request.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Checksum that && algorithm == that.algorithm && hex.equals(that.hex);
  }

  @Override
  public int hashCode() {
    return 31 * algorithm.hashCode() + hex.hashCode();
  }

  /** {@code crc32c:8a9136aa}. */
  @Override
  public String toString() {
    return algorithm.name().toLowerCase(Locale.ROOT) + ":" + hex;
  }
}
