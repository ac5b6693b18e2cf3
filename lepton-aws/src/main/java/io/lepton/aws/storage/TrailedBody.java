package io.lepton.aws.storage;

import io.lepton.http.RequestBody;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.PassedCrc32c;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Content in chunks, followed by its CRC32C: the framing {@code aws-chunked} of unsigned chunks
 * ("Using chunked upload with trailing headers" in the S3 user guide). The CRC32C is the one that
 * the content itself took as it was read, if it does, and otherwise computed as it passes. Used by
 * one thread.
 */
final class TrailedBody implements RequestBody {
  /** What the header {@code x-amz-content-sha256} says of such a body. */
  static final String PAYLOAD = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

  /** Few, for what reads into a buffer has to stop at their ends; MinIO takes 16 MiB at most. */
  private static final int CHUNK = 8 << 20;

  private static final String TRAILER = "x-amz-checksum-crc32c:";

  private final RequestBody content;
  private final PassedCrc32c crc32c;
  private ByteBuffer frame;
  private long left;
  private long leftInChunk;
  private boolean ended;

  /**
   * Frames {@code content}.
   *
   * @param source what it hands out all of, byte by byte
   */
  TrailedBody(RequestBody content, ObjectContent source) {
    this.content = content;
    this.crc32c = PassedCrc32c.of(source);
    this.left = content.sizeBytes();
    this.frame = nextFrame("");
  }

  @Override
  public long sizeBytes() {
    long size = content.sizeBytes();
    long full = size / CHUNK;
    long rest = size % CHUNK;
    int crc32cInBase64 = 8;
    return full * framed(CHUNK)
        + (rest == 0 ? 0 : framed(rest))
        + "0\r\n".length()
        + TRAILER.length()
        + crc32cInBase64
        + "\r\n\r\n".length();
  }

  private static long framed(long bytes) {
    return Long.toHexString(bytes).length() + "\r\n".length() + bytes + "\r\n".length();
  }

  /** What goes between the last chunk and the next, or ends the body. */
  private ByteBuffer nextFrame(String endOfLast) {
    leftInChunk = Math.min(left, CHUNK);
    String text = endOfLast + Long.toHexString(leftInChunk) + "\r\n";
    if (leftInChunk == 0) {
      ended = true;
      text += TRAILER + S3Checksums.base64(crc32c.whole()) + "\r\n\r\n";
    }
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int start = target.position();
    if (frame.hasRemaining()) {
      while (frame.hasRemaining() && target.hasRemaining()) {
        target.put(frame.get());
      }
      return target.position() - start;
    }
    if (ended) {
      return -1;
    }
    int limit = target.limit();
    target.limit((int) Math.min(limit, start + leftInChunk));
    int count;
    try {
      count = content.read(target);
    } finally {
      target.limit(limit);
    }
    if (count < 0) {
      return count;
    }
    crc32c.passed(target, start);
    left -= count;
    leftInChunk -= count;
    if (leftInChunk == 0) {
      frame = nextFrame("\r\n");
    }
    return count;
  }
}
