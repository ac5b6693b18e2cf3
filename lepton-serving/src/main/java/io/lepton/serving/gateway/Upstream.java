package io.lepton.serving.gateway;

import io.lepton.serving.http.Answer;
import io.lepton.serving.http.Header;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Sends requests to replicas: asynchronous, over pooled keep-alive connections, bodies passed on
 * untouched. Thread safe.
 */
final class Upstream implements AutoCloseable {
  /** Headers that belong to one connection (RFC 9110, section 7.6.1) or that the client sets. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "host",
          "expect",
          "content-length");

  private final HttpClient client = new HttpClient();
  private final int maxBodyBytes;

  /** A request as it came in, to be sent any number of times. */
  @SuppressWarnings("ArrayRecordComponent") // Held while it may be sent again; never written to.
  record Call(String method, String pathAndQuery, List<Header> headers, byte[] body) {
    Call {
      headers =
          headers.stream()
              .filter(header -> !NOT_PASSED_ON.contains(header.name().toLowerCase(Locale.ROOT)))
              .toList();
    }
  }

  Upstream(int maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
    QueuedThreadPool threads = new QueuedThreadPool(32, 2);
    threads.setName("lepton-gateway-client");
    threads.setDaemon(true);
    client.setExecutor(threads);
    client.setConnectTimeout(2_000);
    client.setIdleTimeout(Duration.ofSeconds(30).toMillis());
    client.setMaxConnectionsPerDestination(256);
    client.setMaxRequestsQueuedPerDestination(4096);
    client.setFollowRedirects(false);
    client.setUserAgentField(null);
    try {
      client.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client cannot start: " + e, e);
    }
    client.getContentDecoderFactories().clear();
    client.getProtocolHandlers().clear();
  }

  /**
   * Sends {@code call} to one replica.
   *
   * @return its answer, whatever the status; fails when there was none within {@code timeout}
   */
  CompletableFuture<Answer> send(URI base, Call call, Duration timeout) {
    CompletableFuture<Answer> answered = new CompletableFuture<>();
    Request request =
        client
            .newRequest(base.resolve(call.pathAndQuery()))
            .method(call.method())
            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .headers(
                headers -> {
                  headers.remove(HttpHeader.ACCEPT_ENCODING);
                  call.headers().forEach(header -> headers.add(header.name(), header.value()));
                });
    if (call.body().length > 0 || call.method().equals("POST")) {
      request.body(new BytesRequestContent(contentType(call), call.body()));
    }
    request.send(
        new BufferingResponseListener(maxBodyBytes) {
          @Override
          public void onComplete(Result result) {
            if (result.getResponseFailure() != null) {
              answered.completeExceptionally(result.getResponseFailure());
            } else if (result.getRequestFailure() != null
                && result.getResponse().getStatus() == 0) {
              answered.completeExceptionally(result.getRequestFailure());
            } else {
              answered.complete(
                  new Answer(
                      result.getResponse().getStatus(),
                      result.getResponse().getHeaders().stream()
                          .map(
                              field ->
                                  new Header(
                                      field.getName(),
                                      field.getValue() == null ? "" : field.getValue()))
                          .filter(
                              header ->
                                  !NOT_PASSED_ON.contains(header.name().toLowerCase(Locale.ROOT)))
                          .toList(),
                      getContent() == null ? new byte[0] : getContent()));
            }
          }
        });
    return answered;
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client does not stop: " + e, e);
    }
  }

  private static String contentType(Call call) {
    return call.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase("Content-Type"))
        .map(Header::value)
        .findFirst()
        .orElse("application/octet-stream");
  }
}
