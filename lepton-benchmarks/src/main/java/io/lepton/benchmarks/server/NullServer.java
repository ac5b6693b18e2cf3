package io.lepton.benchmarks.server;

import io.lepton.http.TlsChannel;
import io.lepton.testkit.server.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Starts one null object store: {@code NullServer s3|az|gs PORT [tls=FOLDER] [BUCKET=COUNTxBYTES
 * ...]}. Buckets are filled before the port opens, which speaks TLS where a folder with a {@link
 * TlsIdentity} is named; it says {@code ready} then, and serves until it is killed.
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
      System.err.println("usage: NullServer s3|az|gs PORT [tls=FOLDER] [BUCKET=COUNTxBYTES ...]");
      System.exit(2);
    }
    MemoryStore store = new MemoryStore();
    SSLContext secure = null;
    for (int i = 2; i < args.length; i++) {
      if (args[i].startsWith("tls=")) {
        secure = TlsIdentity.in(Path.of(args[i].substring(4))).server();
        continue;
      }
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
        SSLContext identity = secure;
        Thread thread = new Thread(() -> serve(channel, identity, protocol), "connection");
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private static void serve(
      SocketChannel channel, @Nullable SSLContext identity, Protocol protocol) {
    try (channel) {
      Exchange exchange = new Exchange(identity == null ? channel : secured(channel, identity));
      while (exchange.next()) {
        protocol.serve(exchange);
      }
    } catch (IOException e) {
      // The client went away.
    } catch (RuntimeException e) {
      throw new IllegalStateException("a request cannot be served", e);
    }
  }

  private static ByteChannel secured(SocketChannel channel, SSLContext identity)
      throws IOException {
    SSLEngine engine = identity.createSSLEngine();
    engine.setUseClientMode(false);
    return TlsChannel.over(channel, engine);
  }
}
