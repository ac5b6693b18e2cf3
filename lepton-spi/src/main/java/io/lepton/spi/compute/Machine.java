package io.lepton.spi.compute;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A machine as it stands now.
 *
 * @param id the cloud's own name
 * @param machineType its size
 * @param zone where it runs; empty when the cloud has no zones
 * @param state what it does
 * @param address host name or IP address; empty while it has none
 * @param launchedAt when it was asked for
 * @param exitCode of its command, when it has ended and the cloud tells
 * @param labels as launched
 */
public record Machine(
    String id,
    String machineType,
    String zone,
    State state,
    String address,
    Instant launchedAt,
    OptionalInt exitCode,
    Map<String, String> labels) {

  public Machine {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
    labels = Map.copyOf(labels);
  }

  /** The life of a machine. */
  public enum State {
    PENDING,
    RUNNING,
    TERMINATED
  }
}
