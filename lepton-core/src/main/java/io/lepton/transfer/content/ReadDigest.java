package io.lepton.transfer.content;

import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ContentDigest;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/** Size, CRC32C and on demand other digests of bytes as they pass. Used by one thread. */
public final class ReadDigest {
  private final CRC32C crc32c = new CRC32C();
  private final Map<ChecksumAlgorithm, ContentDigest> others =
      new EnumMap<>(ChecksumAlgorithm.class);
  private long sizeBytes;

  /** Computes CRC32C and {@code wanted}. */
  public ReadDigest(Set<ChecksumAlgorithm> wanted) {
    for (ChecksumAlgorithm algorithm : wanted) {
      if (algorithm != ChecksumAlgorithm.CRC32C) {
        others.put(algorithm, ContentDigest.of(algorithm));
      }
    }
  }

  /** Takes the remaining bytes of {@code bytes}, which is left as it was. */
  public void update(ByteBuffer bytes) {
    sizeBytes += bytes.remaining();
    crc32c.update(bytes.duplicate());
    for (ContentDigest digest : others.values()) {
      digest.update(bytes.duplicate());
    }
  }

  /** How many bytes came. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** The CRC32C so far. */
  public long crc32c() {
    return crc32c.getValue();
  }

  /** The digest by one algorithm, if it was asked for. Call once an algorithm, at the end. */
  public Optional<Checksum> checksum(ChecksumAlgorithm algorithm) {
    return algorithm == ChecksumAlgorithm.CRC32C
        ? Optional.of(Checksum.crc32c(crc32c()))
        : Optional.ofNullable(others.get(algorithm)).map(ContentDigest::checksum);
  }
}
