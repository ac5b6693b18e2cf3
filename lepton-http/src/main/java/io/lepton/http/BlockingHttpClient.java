package io.lepton.http;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends each request once, over connections that are kept open between requests. Nothing is
 * retried, redirected or decoded, save that a GET or HEAD which met a connection that its server
 * had closed meanwhile is sent on a fresh one. An interrupt closes the connection and shows as
 * {@link java.nio.channels.ClosedByInterruptException}; silence shows as {@link
 * java.net.SocketTimeoutException}. Thread safe.
 */
public final class BlockingHttpClient implements AutoCloseable {
  private final ConnectionPool pool;

  /** Connects at first use, without a proxy. */
  public BlockingHttpClient(Timeouts timeouts) {
    this(timeouts, Proxies.none());
  }

  /** Connects at first use. */
  public BlockingHttpClient(Timeouts timeouts, Proxies proxies) {
    this.pool = new ConnectionPool(timeouts, proxies);
  }

  /**
   * The same as these variables, and this virtual machine's system properties, want it ({@link
   * Proxies#of}).
   *
   * @throws IllegalArgumentException when one names a proxy that is none, or a trust store that
   *     Java cannot read
   */
  public static BlockingHttpClient of(
      Timeouts timeouts, Function<String, Optional<String>> variables) {
    TrustStore.check();
    return new BlockingHttpClient(timeouts, Proxies.of(variables));
  }

  /**
   * Sends a request and reads the head of its answer.
   *
   * @throws IOException of the network, or of the request's body as that threw it
   */
  public HttpResponse send(HttpRequest request) throws IOException {
    Connection connection = pool.borrow(request.origin());
    try {
      return exchange(connection, request);
    } catch (IOException e) {
      if (!request.repeatable() || !connection.wasStale()) {
        throw e;
      }
      return exchange(pool.connect(request.origin()), request);
    }
  }

  private static HttpResponse exchange(Connection connection, HttpRequest request)
      throws IOException {
    boolean answered = false;
    try {
      HttpResponse response = connection.exchange(request);
      answered = true;
      return response;
    } finally {
      if (!answered) {
        connection.abandon();
      }
    }
  }

  /** Closes idle connections at once and the others when they are done. */
  @Override
  public void close() {
    pool.close();
  }
}
