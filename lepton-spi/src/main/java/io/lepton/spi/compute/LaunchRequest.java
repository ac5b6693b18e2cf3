package io.lepton.spi.compute;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A machine to launch.
 *
 * @param clientToken makes the launch idempotent; unique to the caller's intent
 * @param machineType a name from {@link ComputeBackend#machineTypes}
 * @param zone where; empty lets the cloud choose
 * @param purchase on demand or spot
 * @param command what the machine runs, argument by argument
 * @param environment variables of the command
 * @param labels found again by {@link ComputeBackend#list}
 */
public record LaunchRequest(
    String clientToken,
    String machineType,
    String zone,
    Purchase purchase,
    List<String> command,
    Map<String, String> environment,
    Map<String, String> labels) {

  public LaunchRequest {
    Objects.requireNonNull(machineType, "machineType");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(purchase, "purchase");
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    labels = Map.copyOf(labels);
    if (clientToken.isBlank()) {
      throw new IllegalArgumentException("client token is blank");
    }
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a machine needs a command to run");
    }
  }

  /** How capacity is bought. */
  public enum Purchase {
    /** At list price, kept until terminated. */
    ON_DEMAND,
    /** Cheaper, and may be taken back by the cloud. */
    SPOT
  }
}
