package io.lepton.azure.http;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A response whose body is read from its connection. */
final class BlockingHttpResponse extends HttpResponse implements ChannelResponse {
  private final ResponseHead head;
  private final ResponseBody body;

  BlockingHttpResponse(HttpRequest request, ResponseHead head, ResponseBody body) {
    super(request);
    this.head = head;
    this.body = body;
  }

  @Override
  public ReadableByteChannel channel() {
    return body;
  }

  @Override
  public int getStatusCode() {
    return head.status();
  }

  @Deprecated
  @Override
  public @Nullable String getHeaderValue(String name) {
    return head.headers().getValue(HttpHeaderName.fromString(name));
  }

  @Override
  public HttpHeaders getHeaders() {
    return head.headers();
  }

  @Override
  public InputStream getBodyAsInputStreamSync() {
    return Channels.newInputStream(body);
  }

  @Override
  public BinaryData getBodyAsBinaryData() {
    return BinaryData.fromBytes(bytes());
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return getBodyAsByteArray().map(ByteBuffer::wrap).flux();
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return Mono.fromCallable(this::bytes);
  }

  @Override
  public Mono<String> getBodyAsString() {
    return getBodyAsString(StandardCharsets.UTF_8);
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return getBodyAsByteArray().map(bytes -> new String(bytes, charset));
  }

  private byte[] bytes() {
    try (InputStream stream = getBodyAsInputStreamSync()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    body.close();
  }
}
