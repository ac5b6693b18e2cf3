package io.lepton.serving.http;

import java.io.Serial;

/** The port to listen on is taken by another program. */
public final class PortInUseException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  PortInUseException(String host, int port, Throwable cause) {
    super(
        "port "
            + port
            + " on "
            + host
            + " is in use; stop the program that holds it, or choose another with --port or the"
            + " variable PORT",
        cause);
  }
}
