package io.lepton.transfer.content;

import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/** Digests of bytes as they pass. Always CRC32C; SHA-256 and MD5 only on demand. One thread. */
public final class ContentDigest {

  /** What can be computed here; CRC-64/NVME is only ever compared, never computed. */
  public static final Set<ChecksumAlgorithm> COMPUTABLE =
      Set.of(ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.SHA256, ChecksumAlgorithm.MD5);

  private final CRC32C crc32c = new CRC32C();
  private final Optional<MessageDigest> sha256;
  private final Optional<MessageDigest> md5;
  private long sizeBytes;

  /** Computes CRC32C and whichever of {@code wanted} can be computed. */
  public ContentDigest(Set<ChecksumAlgorithm> wanted) {
    sha256 =
        wanted.contains(ChecksumAlgorithm.SHA256)
            ? Optional.of(digest("SHA-256"))
            : Optional.empty();
    md5 = wanted.contains(ChecksumAlgorithm.MD5) ? Optional.of(digest("MD5")) : Optional.empty();
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have " + name, e);
    }
  }

  /** Takes the remaining bytes of {@code bytes}, which is left as it was. */
  public void update(ByteBuffer bytes) {
    sizeBytes += bytes.remaining();
    crc32c.update(bytes.duplicate());
    sha256.ifPresent(digest -> digest.update(bytes.duplicate()));
    md5.ifPresent(digest -> digest.update(bytes.duplicate()));
  }

  /** How many bytes came. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** The CRC32C so far. */
  public long crc32c() {
    return crc32c.getValue();
  }

  /** The digest by one algorithm, if it was asked for. Call once, at the end. */
  public Optional<Checksum> checksum(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32C -> Optional.of(Checksum.crc32c(crc32c()));
      case SHA256 -> sha256.map(digest -> Checksum.of(algorithm, digest.digest()));
      case MD5 -> md5.map(digest -> Checksum.of(algorithm, digest.digest()));
      case CRC64NVME -> Optional.empty();
    };
  }
}
