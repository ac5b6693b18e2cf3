package io.lepton.gcp.storage;

import com.google.api.client.http.HttpContent;
import io.lepton.spi.storage.ObjectContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;

/**
 * An object's resource and its content as one body ({@code multipart/related}, "Multipart uploads",
 * Cloud Storage documentation) of known length. The end of the body is not sent before the content
 * has ended where it was announced to, so that what fails on the way becomes no object. Used once.
 */
final class UploadContent implements HttpContent {
  private static final int CHUNK = 128 << 10;
  private static final String LINE = "\r\n";

  private final ObjectContent content;
  private final String boundary =
      "lepton-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
  private final byte[] head;
  private final byte[] tail;
  private final CRC32C crc32c = new CRC32C();
  private boolean digested;
  private boolean whole;

  /**
   * A body of these parts.
   *
   * @param resource the object's resource in JSON
   * @param contentType of the content; empty for none
   */
  UploadContent(String resource, String contentType, ObjectContent content) {
    this.content = content;
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
            + (contentType.isEmpty() ? "" : "Content-Type: " + contentType + LINE)
            + LINE;
    head = start.getBytes(StandardCharsets.UTF_8);
    tail = (LINE + "--" + boundary + "--" + LINE).getBytes(StandardCharsets.UTF_8);
  }

  /** Computes the CRC32C of the content as it passes. */
  UploadContent digested() {
    digested = true;
    return this;
  }

  /** The CRC32C of the content, when asked for and sent. */
  long crc32c() {
    return crc32c.getValue();
  }

  /** Whether the service may have got it all; before, it cannot have stored anything. */
  boolean whole() {
    return whole;
  }

  @Override
  public long getLength() {
    return head.length + content.sizeBytes() + tail.length;
  }

  @Override
  public String getType() {
    return "multipart/related; boundary=" + boundary;
  }

  @Override
  public boolean retrySupported() {
    return false;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] array =
        new byte[(int) Math.min(getLength(), Math.max(CHUNK, head.length + tail.length))];
    ByteBuffer buffer = ByteBuffer.wrap(array).put(head);
    long rest = content.sizeBytes();
    try (ReadableByteChannel channel = open()) {
      while (rest > 0) {
        if (!buffer.hasRemaining()) {
          send(out, buffer);
        }
        int start = buffer.position();
        buffer.limit((int) Math.min(array.length, start + rest));
        int count = read(channel, buffer);
        buffer.limit(array.length);
        if (count < 0) {
          throw new LengthException("ended " + rest + " bytes early");
        }
        if (digested) {
          crc32c.update(array, start, count);
        }
        rest -= count;
      }
      if (read(channel, ByteBuffer.allocate(1)) > 0) {
        throw new LengthException("goes on");
      }
    }
    if (buffer.remaining() < tail.length) {
      send(out, buffer);
    }
    buffer.put(tail);
    whole = true;
    send(out, buffer);
    out.flush();
  }

  private static void send(OutputStream out, ByteBuffer buffer) throws IOException {
    out.write(buffer.array(), buffer.arrayOffset(), buffer.position());
    buffer.clear();
  }

  private ReadableByteChannel open() throws ContentException {
    try {
      return content.open();
    } catch (IOException e) {
      throw new ContentException(e);
    }
  }

  private static int read(ReadableByteChannel channel, ByteBuffer buffer) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("interrupted");
    }
    try {
      return channel.read(buffer);
    } catch (IOException e) {
      throw new ContentException(e);
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
