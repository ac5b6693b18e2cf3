package io.lepton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * A server as a process of its own, on a free port of the loopback address. It ends with {@link
 * #close}, at the latest with this virtual machine. Thread safe.
 */
public final class ServerProcess implements AutoCloseable {
  private static final long START_SECONDS = 60;
  private static final int TRIES = 3;

  private final Process process;
  private final Thread killer;
  private final Path log;
  private final int port;

  private ServerProcess(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
    killer = new Thread(process::destroyForcibly, "kill-server-" + port);
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts a server and returns when its port answers. A port that another program took meanwhile
   * is given up for another one.
   *
   * @param command the command line for a port
   * @param environment added to this process's
   * @param log receives what the server prints
   */
  public static ServerProcess start(
      IntFunction<List<String>> command, Map<String, String> environment, Path log) {
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command.apply(port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(new LinkedHashMap<>(environment));
        ServerProcess server = new ServerProcess(builder.start(), log, port);
        if (server.answers()) {
          return server;
        }
        server.close();
        if (attempt == TRIES) {
          throw new IllegalStateException(
              command.apply(port) + " did not start: " + server.printed());
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot start " + command.apply(port), e);
      }
    }
  }

  /** A port of the loopback address that nobody listens on at this moment. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }

  private boolean answers() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() - deadline < 0) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
        return process.isAlive();
      } catch (IOException e) {
        try {
          TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return false;
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Its base address, without a trailing slash. */
  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** The process, to be stopped, killed or measured. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** What it has printed so far. */
  public String printed() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }

  /** Stops the server; by force after ten seconds. May be called twice. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // The virtual machine is ending, and the hook with it.
    }
  }
}
