package io.lepton.spi.compute;

import io.lepton.spi.CloudException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts and stops machines. A machine runs one command; when the command ends, the machine is
 * TERMINATED and keeps its exit code for as long as the cloud remembers it.
 *
 * <p>Thread safe; blocks; throws {@link CloudException} only.
 */
public interface ComputeBackend {

  /** The sizes that can be launched here. */
  List<MachineType> machineTypes();

  /**
   * Launches a machine. A second call with the same client token returns the machine of the first,
   * so a lost answer is settled by asking again.
   *
   * @throws CloudException NOT_FOUND for an unknown machine type; ALREADY_EXISTS when the token was
   *     used for a different request; RESOURCE_EXHAUSTED when a quota or the capacity is used up
   */
  Machine launch(LaunchRequest request);

  /** Describes a machine; empty when there is none of this id. */
  Optional<Machine> describe(String id);

  /** The machines whose labels include all of {@code labels}. */
  List<Machine> list(Map<String, String> labels);

  /** Terminates a machine. Does nothing when it is gone already. */
  void terminate(String id);
}
