package io.lepton.testkit.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * The head of an HTTP/1.1 message, and what it says about the body.
 *
 * @param text all lines, each with its line end, the empty one at last
 */
record HttpHead(String text) {
  /** Length of a body in chunks. */
  static final long CHUNKED = -1;

  /** Length of a body that ends with its connection. */
  static final long TO_THE_END = -2;

  /** The value of the first header of this name. */
  static Optional<String> header(String head, String name) {
    int line = head.indexOf('\n') + 1;
    while (line > 0 && line < head.length()) {
      int end = head.indexOf('\n', line);
      if (end < 0) {
        end = head.length();
      }
      int colon = line + name.length();
      if (colon < end
          && head.charAt(colon) == ':'
          && head.regionMatches(true, line, name, 0, name.length())) {
        return Optional.of(head.substring(colon + 1, end).strip());
      }
      line = end + 1;
    }
    return Optional.empty();
  }

  Optional<String> header(String name) {
    return header(text, name);
  }

  /** The request's method. */
  String method() {
    return word(0);
  }

  /** The request's path and query. */
  String target() {
    return word(1);
  }

  /** The answer's status. */
  int status() {
    return Integer.parseInt(word(1));
  }

  private String word(int index) {
    int start = 0;
    for (int i = 0; i < index; i++) {
      start = text.indexOf(' ', start) + 1;
    }
    int end = start;
    while (end < text.length() && text.charAt(end) > ' ') {
      end++;
    }
    return text.substring(start, end);
  }

  boolean expectsContinue() {
    return header("Expect").filter(value -> value.equalsIgnoreCase("100-continue")).isPresent();
  }

  /** Whether the connection ends after this message. */
  boolean closes() {
    Optional<String> connection = header("Connection");
    if (connection.isPresent()) {
      return connection.get().toLowerCase(Locale.ROOT).contains("close");
    }
    return text.startsWith("HTTP/1.0 ");
  }

  /** How long a request's body is: bytes, or {@link #CHUNKED}. */
  long requestBodyLength() {
    return announced().orElse(0L);
  }

  /** How long the body of this answer is: bytes, {@link #CHUNKED} or {@link #TO_THE_END}. */
  long answerBodyLength(String requestMethod) {
    int status = status();
    if (requestMethod.equals("HEAD") || status < 200 || status == 204 || status == 304) {
      return 0;
    }
    return announced().orElse(TO_THE_END);
  }

  private Optional<Long> announced() {
    if (header("Transfer-Encoding")
        .filter(value -> value.toLowerCase(Locale.ROOT).contains("chunked"))
        .isPresent()) {
      return Optional.of(CHUNKED);
    }
    return header("Content-Length").map(Long::parseLong);
  }

  /** The same head with another value for a header that it holds. */
  HttpHead with(String name, String value) {
    return new HttpHead(
        text.replaceFirst(
            "(?im)^" + name + ":[^\r\n]*", Matcher.quoteReplacement(name + ": " + value)));
  }
}
