package io.lepton.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;

/** Hands each connection to a script, and ends them all when it is closed. */
final class ScriptedServer implements AutoCloseable {

  /** What happens on one connection; it is closed afterwards. */
  interface Script {
    void run(int connection, Talk talk) throws IOException, InterruptedException;
  }

  private final boolean secure;
  private final ServerSocket socket;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Integer> connections = new CopyOnWriteArrayList<>();

  ScriptedServer(Script script) {
    this(ServerSocketFactory.getDefault(), script);
  }

  /** Its connections are those of {@code factory}. */
  ScriptedServer(ServerSocketFactory factory, Script script) {
    secure = factory instanceof SSLServerSocketFactory;
    try {
      socket = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(() -> accept(script));
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(Script script) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        int number = connections.size() + 1;
        connections.add(number);
        start(() -> serve(script, number, client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void serve(Script script, int number, Socket client) {
    try (client) {
      script.run(number, new Talk(client));
    } catch (IOException | InterruptedException e) {
      // The test judges by what its client sees.
    }
  }

  /** A proxy that passes on what it is told to, to {@code script} behind TLS. */
  static ScriptedServer proxyTo(
      SSLContext identity, CompletableFuture<String> asked, Script script) {
    return new ScriptedServer(
        (number, talk) -> {
          asked.complete(talk.head());
          talk.say("HTTP/1.1 200 go on\r\n\r\n");
          try (Socket inner =
              identity
                  .getSocketFactory()
                  .createSocket(talk.socket(), InputStream.nullInputStream(), true)) {
            script.run(number, new Talk(inner));
          }
        });
  }

  /** A client whose requests all go through this proxy. */
  BlockingHttpClient clientOfProxy() {
    Optional<Proxies.Proxy> through = Optional.of(new Proxies.Proxy(origin(), Optional.empty()));
    return new BlockingHttpClient(
        Timeouts.standard(), new Proxies(through, Optional.empty(), List.of()));
  }

  Origin origin() {
    return new Origin(secure, "127.0.0.1", socket.getLocalPort());
  }

  int connections() {
    return connections.size();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : open) {
      client.close();
    }
  }

  /** One connection, seen from the server. */
  static final class Talk {
    private final InputStream in;
    private final OutputStream out;
    private final Socket socket;

    Talk(Socket socket) throws IOException {
      this.socket = socket;
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    }

    /** The head of the next request, with its last empty line. */
    String head() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("the client hung up");
        }
        head.append((char) next);
      }
      return head.toString();
    }

    String body(int bytes) throws IOException {
      return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    Talk say(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return this;
    }

    Socket socket() {
      return socket;
    }

    void awaitEnd() throws IOException {
      in.readAllBytes();
    }
  }
}
