package io.lepton.azure.http;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Sends each request once, over connections that are kept open between requests. A response holds
 * its connection until its body was read to the end or it is closed. Nothing is retried, redirected
 * or decoded. Failures of the network are {@link UncheckedIOException}s; an interrupt closes the
 * connection and shows as {@link java.nio.channels.ClosedByInterruptException}. Thread safe.
 */
public final class BlockingHttpClient implements HttpClient, AutoCloseable {
  private final ConnectionPool pool;

  /** Connects at first use. */
  public BlockingHttpClient(Timeouts timeouts) {
    this.pool = new ConnectionPool(timeouts);
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.fromCallable(() -> sendSync(request, Context.NONE))
        .subscribeOn(Schedulers.boundedElastic());
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    try {
      Connection connection = pool.borrow(Origin.of(request.getUrl()));
      try {
        return connection.exchange(request);
      } catch (IOException | RuntimeException e) {
        connection.abandon();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes idle connections at once and the others when they are done. */
  @Override
  public void close() {
    pool.close();
  }
}
