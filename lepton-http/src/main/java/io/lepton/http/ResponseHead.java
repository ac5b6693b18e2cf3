package io.lepton.http;

import java.io.IOException;

/** The first lines of a response (RFC 9112). */
record ResponseHead(int status, boolean oldProtocol, HttpHeaders headers) {
  private static final int MOST_LINES = 1_000;

  /** The final answer; interim ones precede it. */
  static ResponseHead read(Connection connection) throws IOException {
    ResponseHead head = readInterim(connection);
    while (head.status < 200) {
      head = readInterim(connection);
    }
    return head;
  }

  /** The next answer, interim or final. */
  static ResponseHead readInterim(Connection connection) throws IOException {
    String line = connection.line();
    int status = status(line);
    if (status < 100) {
      throw new IOException("the answer is no HTTP/1.1");
    }
    return new ResponseHead(status, line.startsWith("HTTP/1.0"), headers(connection));
  }

  private static int status(String line) {
    if (!line.startsWith("HTTP/1.")
        || line.length() < 12
        || line.charAt(8) != ' '
        || (line.length() > 12 && line.charAt(12) != ' ')) {
      return -1;
    }
    int status = 0;
    for (int i = 9; i < 12; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      status = 10 * status + digit;
    }
    return status < 600 ? status : -1;
  }

  private static HttpHeaders headers(Connection connection) throws IOException {
    HttpHeaders headers = new HttpHeaders();
    for (int lines = 0; ; lines++) {
      String line = connection.line();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 1 || lines > MOST_LINES) {
        throw new IOException("the headers of the answer cannot be read");
      }
      headers.received(line.substring(0, colon), line.substring(colon + 1).strip());
    }
  }

  boolean keepsAlive() {
    String connection = headers.value("Connection");
    return connection == null
        ? !oldProtocol
        : !connection.equalsIgnoreCase("close")
            && (!oldProtocol || connection.equalsIgnoreCase("keep-alive"));
  }

  /** How the end of the body is found: its length, or one of the constants. */
  long framing(String method) throws IOException {
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return 0;
    }
    String encoding = headers.value("Transfer-Encoding");
    if (encoding != null) {
      if (!encoding.equalsIgnoreCase("chunked")) {
        throw new IOException("transfer encoding '" + encoding + "' is not known");
      }
      return ResponseBody.CHUNKED;
    }
    String length = headers.value("Content-Length");
    return length == null ? ResponseBody.UNTIL_CLOSE : number(length);
  }

  private static long number(String length) throws IOException {
    long number = length.isEmpty() || length.length() > 18 ? -1 : 0;
    for (int i = 0; i < length.length() && number >= 0; i++) {
      int digit = length.charAt(i) - '0';
      number = digit < 0 || digit > 9 ? -1 : 10 * number + digit;
    }
    if (number < 0) {
      throw new IOException("content length '" + length + "' is no number");
    }
    return number;
  }
}
