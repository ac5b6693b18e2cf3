package io.lepton.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy on a free port of the loopback address that is asked for tunnels to encrypted
 * origins (RFC 9110, 9.3.6) and lets only one user through, as those of companies do. It leads
 * nowhere: whoever was let through finds the tunnel closed, which is enough to see that requests
 * went to it and with what right. Thread safe.
 */
public final class TunnelProxy implements AutoCloseable {
  private static final String USER = "traveller";
  private static final String PASSWORD = "open:sesame";

  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final List<String> tunnels = new CopyOnWriteArrayList<>();
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ServerSocket server;

  /** Starts a proxy. */
  public TunnelProxy() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Its address with the user and password that it demands, as {@code https_proxy} has it. */
  public String address() {
    return "http://" + USER + ":" + PASSWORD + "@127.0.0.1:" + server.getLocalPort();
  }

  /** Where it opened tunnels to so far: {@code far.example:443}. */
  public List<String> tunnels() {
    return List.copyOf(tunnels);
  }

  /** Where it was asked to lead to so far by who did not tell user and password. */
  public List<String> refused() {
    return List.copyOf(refused);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        clients.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        // Closed, or the client is gone already.
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
      while (!answer(client, lines)) {
        // Who was refused may ask again on the same connection.
      }
    } catch (IOException e) {
      // The client is gone, or this proxy was closed.
    } finally {
      clients.remove(client);
    }
  }

  /** Answers a request; true when nothing more is to come. */
  private boolean answer(Socket client, BufferedReader lines) throws IOException {
    String request = lines.readLine();
    boolean known = false;
    for (String line = request; line != null && !line.isEmpty(); line = lines.readLine()) {
      known |= line.equalsIgnoreCase("Proxy-Authorization: " + authorization());
    }
    if (request == null) {
      return true;
    }
    String to = request.split(" ", -1)[1];
    (known ? tunnels : refused).add(to);
    String head =
        known
            ? "HTTP/1.1 200 Connection established\r\n\r\n"
            : String.join(
                "\r\n",
                "HTTP/1.1 407 Proxy Authentication Required",
                "Proxy-Authenticate: Basic realm=\"the way out\"",
                "Content-Length: 0",
                "",
                "");
    client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return known;
  }

  private static String authorization() {
    byte[] login = (USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  /** Ends all connections too, so that no thread waits for the next request of one. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      server.close();
      for (Socket client : clients) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
