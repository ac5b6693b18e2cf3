package io.lepton.azure.blob;

import io.lepton.http.HttpRequest;
import io.lepton.http.Origin;
import io.lepton.http.RequestBody;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the service that can still be dated and signed. Names of headers are kept in lower
 * case, one value each. Not thread safe.
 */
final class BlobRequest {
  private final String method;
  private final String path;
  private String query;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable RequestBody body;

  /**
   * A request without a body.
   *
   * @param path encoded, from the account's address on
   * @param query encoded; starts with a question mark or is empty
   */
  BlobRequest(String method, String path, String query) {
    this.method = method;
    this.path = path.isEmpty() ? "/" : path;
    this.query = query.isEmpty() ? "" : query.substring(1);
  }

  BlobRequest set(String name, String value) {
    headers.put(name.toLowerCase(Locale.ROOT), value);
    return this;
  }

  BlobRequest body(RequestBody content) {
    body = content;
    return this;
  }

  BlobRequest body(byte[] content) {
    return body(RequestBody.of(ByteBuffer.wrap(content)));
  }

  /** Adds encoded parameters. */
  void addQuery(String parameters) {
    query = query.isEmpty() ? parameters : query + "&" + parameters;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  /** The encoded parameters, without a question mark. */
  String query() {
    return query;
  }

  String target() {
    return query.isEmpty() ? path : path + "?" + query;
  }

  Map<String, String> headers() {
    return headers;
  }

  long contentLength() {
    return body == null ? 0 : body.sizeBytes();
  }

  HttpRequest to(Origin origin) {
    HttpRequest request = new HttpRequest(method, origin, target());
    headers.forEach(request::header);
    if (body != null) {
      request.body(body);
    }
    return request;
  }
}
