package io.lepton.benchmarks.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Splits a body of {@code multipart/related}: JSON first, content second; the content streams. */
final class RelatedBody implements Exchange.Taker {
  private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};

  private final BlobWriter content;
  private final byte[] end;
  private byte[] head = new byte[0];
  private String json = "";
  private int blankLines;
  private ByteBuffer held = ByteBuffer.allocate(0);

  RelatedBody(String contentType, BlobWriter content) throws IOException {
    int at = contentType.indexOf("boundary=");
    if (at < 0) {
      throw new IOException("no boundary in '" + contentType + "'");
    }
    String boundary = contentType.substring(at + 9).split(";", 2)[0].strip().replace("\"", "");
    this.content = content;
    this.end = ("\r\n--" + boundary + "--").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void take(ByteBuffer bytes) {
    if (blankLines < 2) {
      // The head is short: the JSON's headers, the JSON, the content's headers.
      int start = head.length;
      head = Arrays.copyOf(head, start + bytes.remaining());
      bytes.get(head, start, bytes.remaining());
      int first = indexOf(head, BLANK_LINE, 0);
      int second = first < 0 ? -1 : indexOf(head, BLANK_LINE, first + BLANK_LINE.length);
      if (second >= 0) {
        blankLines = 2;
        String text = new String(head, first + 4, second - first - 4, StandardCharsets.UTF_8);
        json = text.substring(0, text.lastIndexOf("\r\n--"));
        pass(ByteBuffer.wrap(head, second + 4, head.length - second - 4));
      }
      return;
    }
    pass(bytes);
  }

  /** Passes on all but as many bytes as the end may have. */
  private void pass(ByteBuffer bytes) {
    int most = end.length + 2;
    int excess = held.remaining() + bytes.remaining() - most;
    if (excess > 0) {
      int old = Math.min(excess, held.remaining());
      content.write(held.slice(held.position(), old));
      held.position(held.position() + old);
      if (excess > old) {
        content.write(bytes.slice(bytes.position(), excess - old));
        bytes.position(bytes.position() + excess - old);
      }
    }
    ByteBuffer kept = ByteBuffer.allocate(held.remaining() + bytes.remaining());
    held = kept.put(held).put(bytes).flip();
  }

  /** Passes the rest on and gives the JSON back. */
  String finish() throws IOException {
    byte[] last = new byte[held.remaining()];
    held.get(last);
    int at = indexOf(last, end, 0);
    if (at < 0) {
      throw new IOException("the body has no end");
    }
    content.write(ByteBuffer.wrap(last, 0, at));
    return json;
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from) {
    for (int i = from; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
