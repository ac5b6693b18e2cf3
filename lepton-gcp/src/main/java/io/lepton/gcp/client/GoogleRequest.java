package io.lepton.gcp.client;

import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import io.lepton.http.HttpRequest;
import io.lepton.http.Origin;
import io.lepton.http.RequestBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A request of Google's clients, whose content is collected before it is sent; used once. */
final class GoogleRequest extends LowLevelHttpRequest {

  /** Google's clients wait no longer unless told otherwise ({@code HttpRequest}). */
  private static final Duration USUAL = Duration.ofSeconds(20);

  private final GoogleTransport transport;
  private final HttpRequest request;
  private Duration connect = USUAL;
  private Duration silence = USUAL;

  GoogleRequest(GoogleTransport transport, String method, URI address) {
    this.transport = transport;
    this.request = new HttpRequest(method, Origin.of(address), target(address));
  }

  private static String target(URI address) {
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
  }

  @Override
  public void addHeader(String name, String value) {
    request.header(name, value);
  }

  @Override
  public void setTimeout(int connectMillis, int readMillis) {
    connect = Duration.ofMillis(connectMillis);
    silence = Duration.ofMillis(readMillis);
  }

  @Override
  public LowLevelHttpResponse execute() throws IOException {
    if (getStreamingContent() != null) {
      if (getContentType() != null) {
        addHeader("Content-Type", getContentType());
      }
      if (getContentEncoding() != null) {
        addHeader("Content-Encoding", getContentEncoding());
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      getStreamingContent().writeTo(bytes);
      request.body(RequestBody.of(ByteBuffer.wrap(bytes.toByteArray())));
    }
    return new GoogleResponse(transport.send(request, connect, silence));
  }
}
