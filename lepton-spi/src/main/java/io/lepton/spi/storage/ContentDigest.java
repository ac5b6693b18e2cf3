package io.lepton.spi.storage;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/**
 * Computes the {@link Checksum} of content that arrives in pieces. Used by one thread at a time.
 * Direct buffers are digested where they are, without a copy, by {@code CRC32C}, {@code MD5} and
 * {@code SHA256}.
 */
public abstract sealed class ContentDigest {

  private ContentDigest() {}

  /** Starts a digest over nothing. */
  public static ContentDigest of(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32C -> new Castagnoli();
      case CRC64NVME -> new Crc64();
      case MD5 -> new Message(algorithm, "MD5");
      case SHA256 -> new Message(algorithm, "SHA-256");
    };
  }

  /** The digest of the remaining bytes of {@code content}, whose position stays. */
  public static Checksum of(ChecksumAlgorithm algorithm, ByteBuffer content) {
    ContentDigest digest = of(algorithm);
    digest.update(content.duplicate());
    return digest.checksum();
  }

  /** Appends the remaining bytes and moves the position to the limit. */
  public abstract void update(ByteBuffer bytes);

  /** The digest of all bytes so far. Ends this digest: it must not be updated afterwards. */
  public abstract Checksum checksum();

  private static final class Castagnoli extends ContentDigest {
    private final CRC32C crc = new CRC32C();

    @Override
    public void update(ByteBuffer bytes) {
      crc.update(bytes);
    }

    @Override
    public Checksum checksum() {
      return Checksum.crc32c(crc.getValue());
    }
  }

  private static final class Message extends ContentDigest {
    private final ChecksumAlgorithm algorithm;
    private final MessageDigest digest;

    Message(ChecksumAlgorithm algorithm, String name) {
      this.algorithm = algorithm;
      try {
        this.digest = MessageDigest.getInstance(name);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform must have " + name, e);
      }
    }

    @Override
    public void update(ByteBuffer bytes) {
      digest.update(bytes);
    }

    @Override
    public Checksum checksum() {
      return Checksum.of(algorithm, digest.digest());
    }
  }

  private static final class Crc64 extends ContentDigest {
    private final Crc64Nvme crc = new Crc64Nvme();

    @Override
    public void update(ByteBuffer bytes) {
      crc.update(bytes);
      bytes.position(bytes.limit());
    }

    @Override
    public Checksum checksum() {
      return Checksum.of(
          ChecksumAlgorithm.CRC64NVME, ByteBuffer.allocate(8).putLong(crc.value()).array());
    }
  }
}
