package io.lepton.testkit.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A proxy in front of one HTTP/1.1 server, on a free port of the loopback address:
 *
 * <pre>{@code
 * WireScript script = new WireScript();
 * try (FaultProxy proxy = FaultProxy.before(server.endpoint()).plan(script).start()) {
 *   script.on("PUT").call(2).then(WireFault.lostAnswer());
 *   ... a client with proxy.endpoint() ...
 *   assertThat(proxy.requests("PUT")).hasSize(3);
 * }
 * }</pre>
 *
 * <p>Requests and answers pass byte by byte as they are, the {@code Host} header included (so that
 * signatures stay good); only a {@code Location} that names the server names the proxy afterwards.
 * Each connection has a thread and a connection to the server of its own. Thread safe.
 */
public final class FaultProxy implements AutoCloseable {
  private final InetSocketAddress server;
  private final WirePlan plan;
  private final Duration latency;
  private final Logging logging;
  private final ServerSocketChannel listener;
  private final ExecutorService threads;
  private final Set<Wire> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong faults = new AtomicLong();
  private final List<WireRequest> log = new ArrayList<>();

  private enum Logging {
    ON,
    OFF
  }

  private FaultProxy(Builder builder) throws IOException {
    server = builder.server;
    plan = builder.plan;
    latency = builder.latency;
    logging = builder.logging;
    listener =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "fault-proxy-" + port());
              thread.setDaemon(true);
              return thread;
            });
    threads.execute(this::accept);
  }

  /**
   * Starts with the server that it will stand before.
   *
   * @param endpoint such as {@code http://127.0.0.1:9000}; a path in it is left aside
   */
  public static Builder before(String endpoint) {
    URI uri = URI.create(endpoint);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("'" + endpoint + "' is no http://host:port");
    }
    return new Builder(
        new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort()));
  }

  /** Where clients send their requests: the base address, without a trailing slash. */
  public String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  /** The port that it listens on. */
  public int port() {
    return listener.socket().getLocalPort();
  }

  /** How many requests have arrived. */
  public long requestCount() {
    return seen.get();
  }

  /** How many of them went wrong by the plan. */
  public long faultCount() {
    return faults.get();
  }

  /** The requests so far, in the order of their numbers; none when built without a log. */
  public List<WireRequest> requests() {
    synchronized (log) {
      return log.stream().sorted((a, b) -> Long.compare(a.number(), b.number())).toList();
    }
  }

  /** The requests so far of one method. */
  public List<WireRequest> requests(String method) {
    return requests(request -> request.method().equals(method));
  }

  /** The requests so far that this accepts. */
  public List<WireRequest> requests(Predicate<WireRequest> condition) {
    return requests().stream().filter(condition).toList();
  }

  /** Empties the log; numbers and counts go on. */
  public void forget() {
    synchronized (log) {
      log.clear();
    }
  }

  /** Ends all connections, in the middle of whatever they do. May be called twice. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the proxy's port", e);
    } finally {
      threads.shutdownNow();
      open.forEach(Wire::close);
    }
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel channel = listener.accept();
        threads.execute(new ProxyConnection(this, opened(new Wire(channel))));
      } catch (IOException | RejectedExecutionException e) {
        // The client was gone again, or the proxy closes and the loop ends.
      }
    }
  }

  private Wire opened(Wire wire) throws IOException {
    open.add(wire);
    if (!listener.isOpen()) {
      ended(wire);
      throw new IOException("the proxy is closed");
    }
    return wire;
  }

  Wire connect() throws IOException {
    return opened(Wire.connect(server));
  }

  void ended(Wire wire) {
    wire.close();
    open.remove(wire);
  }

  Duration latency() {
    return latency;
  }

  /** Counts and logs a request, and asks the plan about it. */
  Optional<WireFault> arrived(HttpHead head) {
    WireRequest request =
        new WireRequest(seen.incrementAndGet(), head.method(), head.target(), head.text());
    if (logging == Logging.ON) {
      synchronized (log) {
        log.add(request);
      }
    }
    Optional<WireFault> fault = plan.decide(request);
    if (fault.isPresent()) {
      faults.incrementAndGet();
    }
    return fault;
  }

  /** The answer with a {@code Location} that leads through the proxy, where it led past it. */
  HttpHead relocated(HttpHead answer) {
    Optional<String> location = answer.header("Location");
    String past = "//" + server.getHostString() + ":" + server.getPort();
    return location.isPresent() && location.get().contains(past)
        ? answer.with("Location", location.get().replace(past, "//127.0.0.1:" + port()))
        : answer;
  }

  /** Collects what a proxy needs. Not thread safe. */
  public static final class Builder {
    private final InetSocketAddress server;
    private WirePlan plan = WirePlan.none();
    private Duration latency = Duration.ZERO;
    private Logging logging = Logging.ON;

    private Builder(InetSocketAddress server) {
      this.server = server;
    }

    /** Decides which requests go wrong; none unless told. */
    public Builder plan(WirePlan value) {
      plan = Objects.requireNonNull(value, "plan");
      return this;
    }

    /** Holds every request back for so long before it is passed on, as a distant server would. */
    public Builder latency(Duration value) {
      latency = Objects.requireNonNull(value, "latency");
      return this;
    }

    /** Keeps no log of requests, for runs of millions of them. */
    public Builder withoutLog() {
      logging = Logging.OFF;
      return this;
    }

    /**
     * Opens the port.
     *
     * @throws UncheckedIOException when there is no free one
     */
    public FaultProxy start() {
      try {
        return new FaultProxy(this);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot open a port for the proxy", e);
      }
    }
  }
}
