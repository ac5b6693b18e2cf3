package io.lepton.gcp.storage;

import io.lepton.http.RequestBody;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.PassedCrc32c;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * An object's resource and its content as one body ({@code multipart/related}, "Multipart uploads",
 * Cloud Storage documentation) of known length. The end of the body is not sent before the content
 * has ended where it was announced to, so that what fails on the way becomes no object. Used once.
 */
final class UploadContent implements RequestBody, AutoCloseable {
  private static final String LINE = "\r\n";

  private final ObjectContent content;
  private final String boundary =
      "lepton-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
  private final ByteBuffer head;
  private final ByteBuffer tail;
  private final long sizeBytes;
  private final PassedCrc32c crc32c;
  private @Nullable ReadableByteChannel channel;
  private long rest;
  private boolean whole;

  /**
   * A body of these parts.
   *
   * @param resource the object's resource in JSON
   * @param contentType of the content
   * @param crc32c of the content
   */
  UploadContent(String resource, String contentType, ObjectContent content, PassedCrc32c crc32c) {
    this.content = content;
    this.crc32c = crc32c;
    String start =
        "--"
            + boundary
            + LINE
            + "Content-Type: application/json; charset=UTF-8"
            + LINE
            + LINE
            + resource
            + LINE
            + "--"
            + boundary
            + LINE
            + "Content-Type: "
            + contentType
            + LINE
            + LINE;
    head = ByteBuffer.wrap(start.getBytes(StandardCharsets.UTF_8));
    tail = ByteBuffer.wrap((LINE + "--" + boundary + "--" + LINE).getBytes(StandardCharsets.UTF_8));
    rest = content.sizeBytes();
    sizeBytes = head.remaining() + rest + tail.remaining();
  }

  /** The CRC32C of the content, once it was sent. */
  Checksum crc32c() {
    return crc32c.whole();
  }

  /** Whether the service may have got it all; before, it cannot have stored anything. */
  boolean whole() {
    return whole;
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  /** What the header Content-Type says of it all. */
  String type() {
    return "multipart/related; boundary=" + boundary;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (head.hasRemaining()) {
      return move(head, target);
    }
    if (rest > 0) {
      return readContent(target);
    }
    if (!whole) {
      checkEnd();
      whole = true;
    }
    return tail.hasRemaining() ? move(tail, target) : -1;
  }

  private static int move(ByteBuffer source, ByteBuffer target) {
    int count = Math.min(source.remaining(), target.remaining());
    int end = source.limit();
    target.put(source.limit(source.position() + count));
    source.limit(end);
    return count;
  }

  private int readContent(ByteBuffer target) throws IOException {
    int start = target.position();
    int limit = target.limit();
    int count;
    try {
      count = readSource(target.limit((int) Math.min(limit, start + rest)));
    } finally {
      target.limit(limit);
    }
    if (count < 0) {
      throw new LengthException("ended " + rest + " bytes early");
    }
    crc32c.passed(target, start);
    rest -= count;
    return count;
  }

  private void checkEnd() throws IOException {
    ByteBuffer surplus = ByteBuffer.allocate(1);
    int count = 0;
    // A source may answer no bytes while it has none at hand.
    while (count == 0) {
      count = readSource(surplus);
    }
    if (count > 0) {
      throw new LengthException("goes on");
    }
  }

  private int readSource(ByteBuffer target) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("interrupted");
    }
    try {
      ReadableByteChannel source = channel;
      if (source == null) {
        source = content.open();
        channel = source;
      }
      return source.read(target);
    } catch (IOException e) {
      throw new ContentException(e);
    }
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It was read as far as it was needed.
      }
    }
  }

  /** The content could not be read: the fault is not the service's. */
  static final class ContentException extends IOException {
    private static final long serialVersionUID = 1L;

    ContentException(IOException cause) {
      super(cause.toString(), cause);
    }
  }

  /** The content is not as long as announced. */
  static final class LengthException extends IOException {
    private static final long serialVersionUID = 1L;

    LengthException(String what) {
      super("the content " + what);
    }
  }
}
