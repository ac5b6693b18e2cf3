package io.lepton.serving.http;

import io.lepton.serving.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;

/** One request and the place for its answer. {@link #answer} is called exactly once. */
public final class Exchange {
  private final Request request;
  private final Response response;
  private final Callback callback;

  Exchange(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  /** The method in upper case. */
  public String method() {
    return request.getMethod().toUpperCase(Locale.ROOT);
  }

  /** The path, decoded and without dot segments. */
  public String path() {
    return Request.getPathInContext(request);
  }

  /** Path and query as the client sent them. */
  public String pathAndQuery() {
    return request.getHttpURI().getPathQuery();
  }

  /** The first header of that name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** All headers in the order they came. */
  public List<Header> headers() {
    return request.getHeaders().stream()
        .map(field -> new Header(field.getName(), field.getValue() == null ? "" : field.getValue()))
        .toList();
  }

  /** Runs what must not hold up the thread that completed something. */
  public Executor executor() {
    return request.getComponents().getExecutor();
  }

  /**
   * Reads the whole body.
   *
   * @return fails with a {@link ProtocolException} 413 when it is longer than {@code maxBytes}, 408
   *     when the client stops sending, and 400 when the connection breaks
   */
  public CompletableFuture<byte[]> body(int maxBytes) {
    long announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    if (announced > maxBytes) {
      return CompletableFuture.failedFuture(tooLarge(maxBytes));
    }
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    Content.Source.asByteArrayAsync(request, maxBytes, Promise.Invocable.toPromise(body));
    return body.handle(
        (bytes, failure) -> {
          if (failure == null) {
            return bytes;
          }
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          if (cause instanceof IllegalStateException) {
            throw tooLarge(maxBytes);
          }
          if (cause instanceof TimeoutException) {
            throw new ProtocolException(408, "the request body did not arrive in time");
          }
          throw new ProtocolException(400, "the request body could not be read: " + cause);
        });
  }

  /** Sends the answer. Failures to send are the client's going away and end here. */
  public void answer(Answer answer) {
    HttpFields.Mutable headers = response.getHeaders();
    response.setStatus(answer.status());
    for (Header header : answer.headers()) {
      headers.add(new HttpField(header.name(), header.value()));
    }
    boolean head = "HEAD".equals(method());
    headers.put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    response.write(true, head ? null : ByteBuffer.wrap(answer.body()), callback);
  }

  /** Sends the answer once it is there, or the error answer for its failure. */
  public void answer(CompletionStage<Answer> later) {
    later.whenComplete(
        (answer, failure) -> answer(failure == null ? answer : HttpHost.failure(failure)));
  }

  private static ProtocolException tooLarge(int maxBytes) {
    return new ProtocolException(
        413, "the request body is larger than " + maxBytes + " bytes; send fewer rows at a time");
  }
}
