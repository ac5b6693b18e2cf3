package io.lepton.serving.http;

import java.io.IOException;
import java.net.Socket;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Jetty's connector, made to leave no connection open when it has stopped. Jetty forgets one that
 * it accepts while it stops: nobody reads it, nobody closes it, and its client waits for an answer
 * as long as it has patience instead of turning to another server. Thread safe.
 */
final class HttpConnector extends ServerConnector {
  /** Weak: a connection that ended in good order goes from here by itself. */
  private final Set<Socket> accepted =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private volatile boolean stopped;

  HttpConnector(Server server, ConnectionFactory protocol) {
    // No acceptor: Jetty interrupts that thread to stop it, and what ServerSocketChannel.accept has
    // in hand at that moment is lost inside the JDK. The selector accepts without blocking instead.
    super(server, 0, 1, protocol);
  }

  @Override
  protected void configure(Socket socket) {
    super.configure(socket);
    accepted.add(socket);
    if (stopped) {
      close(socket);
    }
  }

  @Override
  protected void doStop() throws Exception {
    try {
      super.doStop();
    } finally {
      stopped = true;
      List<Socket> left;
      synchronized (accepted) {
        left = List.copyOf(accepted);
      }
      left.forEach(HttpConnector::close);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed then, or its peer is gone.
    }
  }
}
