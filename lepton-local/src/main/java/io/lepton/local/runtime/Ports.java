package io.lepton.local.runtime;

import io.lepton.spi.ErrorKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;

/** Ports of this machine. */
final class Ports {
  private static final int ATTEMPTS = 200;

  private Ports() {}

  /** A port that nobody listens on and that is promised to no replica. */
  static int free(Set<Integer> promised) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      try (ServerSocket socket = new ServerSocket(0)) {
        if (!promised.contains(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      }
    }
    throw LocalFailures.of(ErrorKind.RESOURCE_EXHAUSTED, "choose port", "this machine")
        .message("no free port was found in " + ATTEMPTS + " attempts");
  }

  /** Whether nobody listens on a port, at any address. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
