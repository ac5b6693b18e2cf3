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
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A response whose body is read from its connection. */
final class PipelineResponse extends HttpResponse {
  private final io.lepton.http.HttpResponse answer;
  private final HttpHeaders headers = new HttpHeaders();

  PipelineResponse(HttpRequest request, io.lepton.http.HttpResponse answer) {
    super(request);
    this.answer = answer;
    answer.headers().forEach((name, value) -> headers.add(HttpHeaderName.fromString(name), value));
  }

  @Override
  public int getStatusCode() {
    return answer.status();
  }

  @Deprecated
  @Override
  public @Nullable String getHeaderValue(String name) {
    return headers.getValue(HttpHeaderName.fromString(name));
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  @Override
  public InputStream getBodyAsInputStreamSync() {
    return answer.stream();
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
    answer.close();
  }
}
