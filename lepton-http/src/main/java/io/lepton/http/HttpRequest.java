package io.lepton.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to be sent. {@code Host} and {@code Content-Length} are written by the client. Not
 * thread safe.
 */
public final class HttpRequest {
  private final String method;
  private final Origin origin;
  private final String target;
  private final HttpHeaders headers = new HttpHeaders();
  private @Nullable RequestBody body;
  private boolean asksFirst;

  /**
   * A request without a body.
   *
   * @param method in capitals
   * @param target path and query, encoded as they shall be sent
   */
  public HttpRequest(String method, Origin origin, String target) {
    this.method = Objects.requireNonNull(method, "method");
    this.origin = Objects.requireNonNull(origin, "origin");
    this.target = Objects.requireNonNull(target, "target");
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7f) {
        throw new IllegalArgumentException("the target '" + target + "' is not encoded");
      }
    }
  }

  /** Appends a header. */
  public HttpRequest header(String name, String value) {
    headers.add(name, value);
    return this;
  }

  /** Sends this content. */
  public HttpRequest body(RequestBody content) {
    body = content;
    return this;
  }

  /**
   * Asks before the body is sent ({@code Expect: 100-continue}), so that one which is refused is
   * not. A server that says nothing for a second gets it all the same (RFC 9110, 10.1.1).
   */
  public HttpRequest askingFirst() {
    asksFirst = true;
    return this;
  }

  /** The method. */
  public String method() {
    return method;
  }

  /** Who it goes to. */
  public Origin origin() {
    return origin;
  }

  /** Path and query. */
  public String target() {
    return target;
  }

  /** Its headers so far. */
  public HttpHeaders headers() {
    return headers;
  }

  @Nullable RequestBody body() {
    return body;
  }

  boolean asksFirst() {
    return asksFirst;
  }

  /** Whether it may be sent again when nobody heard it: RFC 9110, 9.2.2. */
  boolean repeatable() {
    return body == null && (method.equals("GET") || method.equals("HEAD"));
  }
}
