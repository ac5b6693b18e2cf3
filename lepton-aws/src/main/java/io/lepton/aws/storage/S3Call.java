package io.lepton.aws.storage;

import io.lepton.http.HttpHeaders;
import io.lepton.http.RequestBody;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request about a bucket or one of its objects, before it is dated, signed and sent. */
final class S3Call {
  private static final String HEX = "0123456789ABCDEF";

  private final String method;
  private final String path;
  private final StringBuilder query = new StringBuilder();
  private final HttpHeaders headers = new HttpHeaders();
  private @Nullable Supplier<RequestBody> body;
  private String payload = io.lepton.aws.client.RequestSigner.UNSIGNED;

  private S3Call(String method, String path) {
    this.method = method;
    this.path = path;
  }

  /** About the bucket. */
  static S3Call bucket(String method) {
    return new S3Call(method, "");
  }

  /** About an object, whose whole key is {@code key}. */
  static S3Call object(String method, String key) {
    return new S3Call(method, "/" + encoded(key, true));
  }

  /** Appends to the query; the caller keeps the order of names, which the signature wants. */
  S3Call query(String name, String value) {
    query
        .append(query.isEmpty() ? '?' : '&')
        .append(name)
        .append('=')
        .append(encoded(value, false));
    return this;
  }

  S3Call header(String name, String value) {
    headers.add(name, value);
    return this;
  }

  S3Call header(String name, @Nullable String value, boolean wanted) {
    return wanted && value != null ? header(name, value) : this;
  }

  /**
   * Sends content.
   *
   * @param content asked for its start each time that the request is sent
   * @param signed what the signature says of it
   */
  S3Call body(Supplier<RequestBody> content, String signed) {
    body = content;
    payload = signed;
    return this;
  }

  String method() {
    return method;
  }

  String target() {
    return path + query;
  }

  HttpHeaders headers() {
    return headers;
  }

  @Nullable Supplier<RequestBody> body() {
    return body;
  }

  String payload() {
    return payload;
  }

  /** As a signature wants it: all but unreserved characters (RFC 3986) as bytes in hexadecimal. */
  static String encoded(String text, boolean path) {
    StringBuilder encoded = null;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int c = bytes[i] & 0xff;
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == '.'
              || c == '~'
              || (path && c == '/');
      if (!plain && encoded == null) {
        encoded = new StringBuilder(bytes.length + 16).append(text, 0, i);
      }
      if (encoded != null) {
        if (plain) {
          encoded.append((char) c);
        } else {
          encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
      }
    }
    return encoded == null ? text : encoded.toString();
  }
}
