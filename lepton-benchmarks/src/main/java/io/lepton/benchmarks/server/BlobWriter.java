package io.lepton.benchmarks.server;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/** Takes the bytes of one object or part. Keeps those of small ones, counts and sums the others. */
final class BlobWriter {
  /** Up to here content is kept. */
  static final int KEPT_BYTES = 1 << 20;

  private static final AtomicLong VERSIONS = new AtomicLong(System.currentTimeMillis() * 1000);

  private final CRC32C crc = new CRC32C();
  private byte[] kept = new byte[16 << 10];
  private long size;

  void write(ByteBuffer bytes) {
    crc.update(bytes.duplicate());
    if (size + bytes.remaining() <= KEPT_BYTES) {
      int end = (int) size + bytes.remaining();
      if (end > kept.length) {
        kept = Arrays.copyOf(kept, Math.max(end, 2 * kept.length));
      }
      bytes.duplicate().get(kept, (int) size, bytes.remaining());
    }
    size += bytes.remaining();
    bytes.position(bytes.limit());
  }

  long sizeBytes() {
    return size;
  }

  long crc32c() {
    return crc.getValue();
  }

  Blob blob(Map<String, String> headers) {
    if (size > KEPT_BYTES) {
      return large(size, crc32c(), headers);
    }
    byte[] bytes = Arrays.copyOf(kept, (int) size);
    return new Blob(
        size,
        Optional.of(bytes),
        crc32c(),
        Optional.of(md5(bytes)),
        VERSIONS.incrementAndGet(),
        Instant.now(),
        headers);
  }

  /** An object whose content is the pattern. */
  static Blob large(long size, long crc32c, Map<String, String> headers) {
    return new Blob(
        size,
        Optional.empty(),
        crc32c,
        Optional.empty(),
        VERSIONS.incrementAndGet(),
        Instant.now(),
        headers);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
