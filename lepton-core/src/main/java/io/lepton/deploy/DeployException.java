package io.lepton.deploy;

import java.util.List;

/**
 * A revision did not become ready, or the gateway cannot be worked with. The message says what to
 * do; the traffic is where it was.
 */
public final class DeployException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String log;

  DeployException(String message) {
    this(message, List.of());
  }

  DeployException(String message, List<String> logLines) {
    super(message);
    this.log = String.join("\n", logLines);
  }

  DeployException(String message, Throwable cause) {
    super(message, cause);
    this.log = "";
  }

  /** The last lines that the replicas printed; empty when there are none. */
  public List<String> logLines() {
    return log.lines().toList();
  }
}
