package io.lepton.azure.http;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The first lines of a response (RFC 9112). */
record ResponseHead(int status, boolean oldProtocol, HttpHeaders headers) {
  private static final int MOST_LINE_BYTES = 64 << 10;
  private static final int MOST_LINES = 1_000;

  static ResponseHead read(Connection connection) throws IOException {
    while (true) {
      String line = line(connection);
      String[] words = line.split(" ", 3);
      if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5]\\d\\d")) {
        throw new IOException("the answer is no HTTP/1.1");
      }
      int status = Integer.parseInt(words[1]);
      HttpHeaders headers = headers(connection);
      // Interim answers precede the final one.
      if (status >= 200) {
        return new ResponseHead(status, words[0].equals("HTTP/1.0"), headers);
      }
    }
  }

  private static HttpHeaders headers(Connection connection) throws IOException {
    HttpHeaders headers = new HttpHeaders();
    for (int lines = 0; ; lines++) {
      String line = line(connection);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 1 || lines > MOST_LINES) {
        throw new IOException("the headers of the answer cannot be read");
      }
      headers.add(
          HttpHeaderName.fromString(line.substring(0, colon)), line.substring(colon + 1).strip());
    }
  }

  static String line(Connection connection) throws IOException {
    byte[] bytes = new byte[256];
    for (int length = 0; ; ) {
      int next = connection.readByte();
      if (next < 0) {
        throw new EOFException("the connection was closed before the answer was complete");
      }
      if (next == '\n') {
        int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
      }
      if (length == bytes.length) {
        if (length >= MOST_LINE_BYTES) {
          throw new IOException("a line of the answer is longer than " + MOST_LINE_BYTES);
        }
        bytes = java.util.Arrays.copyOf(bytes, 2 * length);
      }
      bytes[length++] = (byte) next;
    }
  }

  boolean keepsAlive() {
    String connection = headers.getValue(HttpHeaderName.CONNECTION);
    return connection == null
        ? !oldProtocol
        : !connection.equalsIgnoreCase("close")
            && (!oldProtocol || connection.equalsIgnoreCase("keep-alive"));
  }

  /** How the end of the body is found: its length, or one of the constants. */
  long framing(HttpMethod method) throws IOException {
    if (method == HttpMethod.HEAD || status == 204 || status == 304) {
      return 0;
    }
    String encoding = headers.getValue(HttpHeaderName.TRANSFER_ENCODING);
    if (encoding != null) {
      if (!encoding.equalsIgnoreCase("chunked")) {
        throw new IOException("transfer encoding '" + encoding + "' is not known");
      }
      return ResponseBody.CHUNKED;
    }
    String length = headers.getValue(HttpHeaderName.CONTENT_LENGTH);
    if (length == null) {
      return ResponseBody.UNTIL_CLOSE;
    }
    if (!length.matches("\\d{1,18}")) {
      throw new IOException("content length '" + length + "' is no number");
    }
    return Long.parseLong(length);
  }
}
