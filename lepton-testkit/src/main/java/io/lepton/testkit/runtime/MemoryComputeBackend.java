package io.lepton.testkit.runtime;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.compute.ComputeBackend;
import io.lepton.spi.compute.LaunchRequest;
import io.lepton.spi.compute.Machine;
import io.lepton.spi.compute.MachineType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Machines that only exist on paper: a function says with which exit code a request's command ends,
 * and a command without one runs until its machine is terminated. Capacity is limited to as many
 * running machines as told. Thread safe.
 */
public final class MemoryComputeBackend implements ComputeBackend {
  private final List<MachineType> types;
  private final int capacity;
  private final Function<LaunchRequest, OptionalInt> exitCode;
  private final Map<String, Launched> machines = new LinkedHashMap<>();

  /** A machine and the request that it comes from. */
  private record Launched(LaunchRequest request, Machine machine) {}

  /** A cloud with these machine types, this many machines, and this fate of commands. */
  public MemoryComputeBackend(
      List<MachineType> types, int capacity, Function<LaunchRequest, OptionalInt> exitCode) {
    this.types = List.copyOf(types);
    this.capacity = capacity;
    this.exitCode = exitCode;
  }

  @Override
  public List<MachineType> machineTypes() {
    return types;
  }

  @Override
  public synchronized Machine launch(LaunchRequest request) {
    for (Launched launched : machines.values()) {
      if (launched.request().clientToken().equals(request.clientToken())) {
        if (!launched.request().equals(request)) {
          throw error(ErrorKind.ALREADY_EXISTS, request.clientToken())
              .message("the client token was used for another request; take a new one");
        }
        return launched.machine();
      }
    }
    if (types.stream().noneMatch(type -> type.name().equals(request.machineType()))) {
      throw error(ErrorKind.NOT_FOUND, request.machineType()).message("no such machine type");
    }
    long running =
        machines.values().stream()
            .filter(launched -> launched.machine().state() == Machine.State.RUNNING)
            .count();
    if (running >= capacity) {
      throw error(ErrorKind.RESOURCE_EXHAUSTED, request.machineType())
          .message("all " + capacity + " machines are in use");
    }
    String id = "machine-" + (machines.size() + 1);
    OptionalInt code = exitCode.apply(request);
    Machine machine =
        new Machine(
            id,
            request.machineType(),
            request.zone(),
            code.isPresent() ? Machine.State.TERMINATED : Machine.State.RUNNING,
            "127.0.0.1",
            Instant.now(),
            code,
            request.labels());
    machines.put(id, new Launched(request, machine));
    return machine;
  }

  @Override
  public synchronized Optional<Machine> describe(String id) {
    return Optional.ofNullable(machines.get(id)).map(Launched::machine);
  }

  @Override
  public synchronized List<Machine> list(Map<String, String> labels) {
    return machines.values().stream()
        .map(Launched::machine)
        .filter(machine -> machine.labels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  @Override
  public synchronized void terminate(String id) {
    machines.computeIfPresent(id, (key, launched) -> terminated(launched));
  }

  private static Launched terminated(Launched launched) {
    Machine machine = launched.machine();
    return new Launched(
        launched.request(),
        new Machine(
            machine.id(),
            machine.machineType(),
            machine.zone(),
            Machine.State.TERMINATED,
            machine.address(),
            machine.launchedAt(),
            machine.exitCode(),
            machine.labels()));
  }

  private static CloudException.Builder error(ErrorKind kind, String location) {
    return CloudException.of(kind).provider("memory").operation("launch").location(location);
  }
}
