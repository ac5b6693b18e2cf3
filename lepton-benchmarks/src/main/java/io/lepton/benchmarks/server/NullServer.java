package io.lepton.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Starts one null object store: {@code NullServer s3|az|gs PORT [BUCKET=COUNTxBYTES ...]}. Buckets
 * are filled before the port opens; it says {@code ready} then, and serves until it is killed.
 */
public final class NullServer {
  private NullServer() {}

  /** One cloud's protocol. */
  interface Protocol {
    /** Answers the request, its body unread yet. */
    void serve(Exchange exchange) throws IOException;
  }

  /** Serves until killed. */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("usage: NullServer s3|az|gs PORT [BUCKET=COUNTxBYTES ...]");
      System.exit(2);
    }
    MemoryStore store = new MemoryStore();
    for (int i = 2; i < args.length; i++) {
      String[] parts = args[i].split("[=x]", -1);
      store.seed(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }
    Protocol protocol =
        switch (args[0]) {
          case "s3" -> new S3Protocol(store);
          case "az" -> new AzureProtocol(store);
          case "gs" -> new GcsProtocol(store);
          default -> throw new IllegalArgumentException("no protocol '" + args[0] + "'");
        };
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])), 1024);
      System.out.println("ready");
      while (true) {
        SocketChannel channel = listener.accept();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Thread thread = new Thread(() -> serve(channel, protocol), "connection");
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private static void serve(SocketChannel channel, Protocol protocol) {
    try (channel) {
      Exchange exchange = new Exchange(channel);
      while (exchange.next()) {
        protocol.serve(exchange);
      }
    } catch (IOException e) {
      // The client went away.
    } catch (RuntimeException e) {
      throw new IllegalStateException("a request cannot be served", e);
    }
  }
}
