package io.lepton.serving.http;

import io.lepton.serving.protocol.ProtocolException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening HTTP/1.1 server with keep-alive. Every exchange goes to one consumer, which answers
 * at once or later, on any thread; what it throws becomes an error answer. Thread safe.
 */
public final class HttpHost implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpHost.class);

  private final Server server;
  private final ServerConnector connector;
  private final String host;
  private volatile boolean draining;

  private HttpHost(String name, String host, int port, Consumer<Exchange> consumer) {
    this.host = host;
    QueuedThreadPool threads = new QueuedThreadPool(64, 4);
    threads.setName(name);
    threads.setDaemon(false);
    server = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    connector = new HttpConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(Duration.ofSeconds(60).toMillis());
    connector.setAcceptQueueSize(1024);
    // Connections between two requests have nothing to finish.
    connector.setShutdownIdleTimeout(100);
    server.addConnector(connector);
    server.setErrorHandler(HttpHost::answerServerError);
    server.setHandler(
        new GracefulHandler(
            new Handler.Abstract() {
              @Override
              public boolean handle(Request request, Response response, Callback callback) {
                if (draining) {
                  // Persistent connections move elsewhere before the port closes.
                  response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
                }
                // A request that waits for its answer is not idle, above all while draining.
                request.addIdleTimeoutListener(timeout -> false);
                Exchange exchange = new Exchange(request, response, callback);
                try {
                  consumer.accept(exchange);
                } catch (RuntimeException e) {
                  exchange.answer(failure(e));
                }
                return true;
              }
            }));
  }

  /**
   * Binds and starts.
   *
   * @param name of the threads
   * @param port 0 lets the system choose
   * @throws PortInUseException when another program listens there
   */
  public static HttpHost start(String name, String host, int port, Consumer<Exchange> consumer) {
    HttpHost started = new HttpHost(name, host, port, consumer);
    try {
      started.server.start();
      return started;
    } catch (Exception e) {
      started.stopQuietly();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException) {
          throw new PortInUseException(host, port, e);
        }
      }
      throw new IllegalStateException("cannot listen on " + host + ":" + port + ": " + e, e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Where this machine reaches it. */
  public URI endpoint() {
    String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    return URI.create("http://" + reachable + ":" + port());
  }

  /** Whether {@link #drain} has begun. */
  public boolean draining() {
    return draining;
  }

  /**
   * Stops without losing a request: for {@code notice} requests are still taken, with connections
   * closed after each answer; then the port closes, requests in flight are finished, and at most
   * after {@code timeout} the rest is cut off. Does nothing when called again.
   */
  public void drain(Duration notice, Duration timeout) {
    synchronized (server) {
      if (draining) {
        return;
      }
      draining = true;
    }
    try {
      Thread.sleep(notice.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.setStopTimeout(Math.max(1, timeout.toMillis()));
    stopQuietly();
  }

  @Override
  public void close() {
    drain(Duration.ZERO, Duration.ofSeconds(10));
  }

  /** The error answer for what a handler threw. */
  public static Answer failure(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof ProtocolException refused) {
      Answer answer = Answer.error(refused.status(), String.valueOf(refused.getMessage()));
      return refused.status() == 503 ? answer.with("Retry-After", "1") : answer;
    }
    log.error("Request failed", cause);
    return Answer.error(500, "internal error: " + cause);
  }

  private void stopQuietly() {
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("The HTTP server on port {} did not stop in order: {}", port(), e.toString());
    }
  }

  private static boolean answerServerError(Request request, Response response, Callback callback) {
    Object status = request.getAttribute(ErrorHandler.ERROR_STATUS);
    Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    int code = status instanceof Integer number ? number : 500;
    Answer answer = Answer.error(code, message == null ? "HTTP error " + code : message.toString());
    new Exchange(request, response, callback)
        .answer(code == 503 ? answer.with("Retry-After", "1") : answer);
    return true;
  }
}
