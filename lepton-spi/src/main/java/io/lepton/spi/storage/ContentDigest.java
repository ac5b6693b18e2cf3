package io.lepton.spi.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

  /**
   * CRC-64/NVME (NVM Express NVM command set specification, 64b CRC): reflected polynomial
   * 9A6C9329AC4BC9B5, initial value and final xor all ones. Eight tables take eight bytes a step.
   */
  private static final class Crc64 extends ContentDigest {
    private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final long[][] TABLES = tables();
    private long crc = ~0L;

    private static long[][] tables() {
      long[][] tables = new long[8][256];
      for (int value = 0; value < 256; value++) {
        long entry = value;
        for (int bit = 0; bit < 8; bit++) {
          entry = (entry & 1) == 0 ? entry >>> 1 : (entry >>> 1) ^ POLYNOMIAL;
        }
        tables[0][value] = entry;
      }
      for (int value = 0; value < 256; value++) {
        for (int table = 1; table < 8; table++) {
          long before = tables[table - 1][value];
          tables[table][value] = (before >>> 8) ^ tables[0][(int) (before & 0xff)];
        }
      }
      return tables;
    }

    @Override
    public void update(ByteBuffer bytes) {
      ByteBuffer little = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
      int words = little.remaining() / Long.BYTES;
      long[][] tables = TABLES;
      long[] t0 = tables[0];
      long[] t1 = tables[1];
      long[] t2 = tables[2];
      long[] t3 = tables[3];
      long[] t4 = tables[4];
      long[] t5 = tables[5];
      long[] t6 = tables[6];
      long[] t7 = tables[7];
      long next = crc;
      for (int i = 0; i < words; i++) {
        long mixed = next ^ little.getLong(i * Long.BYTES);
        next =
            t7[(int) mixed & 0xff]
                ^ t6[(int) (mixed >>> 8) & 0xff]
                ^ t5[(int) (mixed >>> 16) & 0xff]
                ^ t4[(int) (mixed >>> 24) & 0xff]
                ^ t3[(int) (mixed >>> 32) & 0xff]
                ^ t2[(int) (mixed >>> 40) & 0xff]
                ^ t1[(int) (mixed >>> 48) & 0xff]
                ^ t0[(int) (mixed >>> 56)];
      }
      for (int i = words * Long.BYTES; i < little.limit(); i++) {
        next = (next >>> 8) ^ t0[(int) (next ^ little.get(i)) & 0xff];
      }
      crc = next;
      bytes.position(bytes.limit());
    }

    @Override
    public Checksum checksum() {
      return Checksum.of(ChecksumAlgorithm.CRC64NVME, ByteBuffer.allocate(8).putLong(~crc).array());
    }
  }
}
