package io.lepton.http;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Connections that wait for their next request, the last used first, and a watch over those at
 * work: it closes what has been silent for too long, which ends the blocked call. Thread safe.
 */
final class ConnectionPool implements AutoCloseable {
  private static final long WATCH_MILLIS = 500;

  private final Timeouts timeouts;
  private final Proxies proxies;
  private final BulkBuffers bulk = new BulkBuffers();
  private final Map<Origin, Deque<Connection>> idle = new HashMap<>();
  private final Set<Connection> open = new HashSet<>();
  private final Set<Origin> ofJava = ConcurrentHashMap.newKeySet();
  private @Nullable Thread watch;
  private boolean closed;

  ConnectionPool(Timeouts timeouts, Proxies proxies) {
    this.timeouts = timeouts;
    this.proxies = proxies;
  }

  Timeouts timeouts() {
    return timeouts;
  }

  Proxies proxies() {
    return proxies;
  }

  BulkBuffers bulk() {
    return bulk;
  }

  Connection borrow(Origin origin) throws IOException {
    while (true) {
      Connection waiting = takeIdle(origin);
      if (waiting == null) {
        return connect(origin);
      }
      if (waiting.serves()) {
        return waiting;
      }
      waiting.end();
    }
  }

  /**
   * A connection of one's own. Who does not come to terms with another TLS than Java's, of which
   * each knows a few that the other does not, is met with Java's from then on.
   */
  Connection connect(Origin origin) throws IOException {
    if (!TlsContext.isOther() || ofJava.contains(origin)) {
      return connect(origin, SSLContext::getDefault);
    }
    try {
      return connect(origin, TlsContext::get);
    } catch (ConnectException e) {
      if (!(e.getCause() instanceof SSLException)) {
        throw e;
      }
    }
    Connection connection = connect(origin, SSLContext::getDefault);
    ofJava.add(origin);
    return connection;
  }

  private Connection connect(Origin origin, TlsContext.Source tls) throws IOException {
    Connection fresh = new Connection(this, origin, tls);
    register(fresh);
    boolean connected = false;
    try {
      fresh.connect();
      connected = true;
      return fresh;
    } finally {
      if (!connected) {
        fresh.abandon();
      }
    }
  }

  private synchronized @Nullable Connection takeIdle(Origin origin) throws IOException {
    if (closed) {
      throw new IOException("the client is closed");
    }
    Deque<Connection> waiting = idle.get(origin);
    Connection next = waiting == null ? null : waiting.pollFirst();
    if (next != null) {
      // Before the watch can look at it again.
      next.wake();
    }
    return next;
  }

  private synchronized void register(Connection connection) {
    open.add(connection);
    if (watch == null) {
      watch = new Thread(this::watch, "lepton-http-watch");
      watch.setDaemon(true);
      watch.start();
    }
  }

  synchronized void giveBack(Connection connection) {
    if (closed) {
      connection.end();
      return;
    }
    idle.computeIfAbsent(connection.origin(), origin -> new ArrayDeque<>()).addFirst(connection);
  }

  synchronized void forget(Connection connection) {
    open.remove(connection);
    Deque<Connection> waiting = idle.get(connection.origin());
    if (waiting != null) {
      waiting.remove(connection);
    }
  }

  private void watch() {
    try {
      while (sweep()) {
        TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
      }
    } catch (InterruptedException e) {
      // Only close() interrupts the watch.
      Thread.currentThread().interrupt();
    }
  }

  /** Closes what is overdue; false when nothing is left to watch. */
  private synchronized boolean sweep() {
    long now = System.nanoTime();
    Iterator<Connection> connections = Set.copyOf(open).iterator();
    while (connections.hasNext()) {
      connections.next().closeIfOverdue(now);
    }
    if (open.isEmpty()) {
      watch = null;
      return false;
    }
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.values().stream().flatMap(Deque::stream).toList().forEach(Connection::end);
  }
}
