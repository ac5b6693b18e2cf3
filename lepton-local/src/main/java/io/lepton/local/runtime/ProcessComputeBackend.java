package io.lepton.local.runtime;

import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.compute.ComputeBackend;
import io.lepton.spi.compute.LaunchRequest;
import io.lepton.spi.compute.Machine;
import io.lepton.spi.compute.MachineType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * This machine as a cloud of one machine type, {@code host}: launching runs the command as a
 * detached process of this user, in a working folder of its own, with the PATH, HOME and locale of
 * this process and otherwise the variables of the request. The process outlives the JVM.
 *
 * <p>A machine is known by a digest of its client token. A terminated one is remembered for a week
 * after its end, then the next launch forgets it. Capacity is not limited: the system shares it.
 *
 * <p>Thread safe, and safe against other commands at work on the same home.
 */
public final class ProcessComputeBackend implements ComputeBackend {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration REMEMBERED = Duration.ofDays(7);
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR");

  private final Path machines;

  private ProcessComputeBackend(Path machines) {
    this.machines = machines;
  }

  /** Opens the machines below the configuration's home. Touches nothing yet. */
  public static ProcessComputeBackend open(ProviderConfig config) {
    return new ProcessComputeBackend(
        config.home().resolve("local").resolve("machines").toAbsolutePath().normalize());
  }

  @Override
  public List<MachineType> machineTypes() {
    return List.of(Host.machineType());
  }

  @Override
  public Machine launch(LaunchRequest request) {
    requirePossible(request);
    String id = "host-" + digest(request.clientToken());
    try (FileMutex lock = FileMutex.acquire(machines.resolve(".lock"))) {
      forgetOld();
      Path folder = machines.resolve(id);
      Path file = folder.resolve("machine.properties");
      Properties wanted = properties(request);
      Optional<Properties> there = StateFiles.read(file);
      if (there.isEmpty()) {
        StateFiles.deleteTree(folder);
        Files.createDirectories(folder.resolve("work"));
        wanted.put("launchedAt", Instant.now().toString());
        StateFiles.write(file, wanted);
      } else {
        Properties before = new Properties();
        before.putAll(there.get());
        before.remove("launchedAt");
        if (!before.equals(wanted)) {
          throw LocalFailures.of(ErrorKind.ALREADY_EXISTS, "launch", request.clientToken())
              .message("the client token was used for another request; take a new one");
        }
      }
      new Supervised(folder).start(request.command(), folder.resolve("work"), variables(request));
      return machine(id).orElseThrow();
    } catch (IOException e) {
      throw LocalFailures.io("launch", request.clientToken(), e);
    } catch (InterruptedException e) {
      throw LocalFailures.interrupted("launch", request.clientToken(), e);
    }
  }

  private static void requirePossible(LaunchRequest request) {
    String host = Host.machineType().name();
    if (!request.machineType().equals(host)) {
      throw LocalFailures.of(ErrorKind.NOT_FOUND, "launch", request.machineType())
          .message("there is no such machine type here; the only one is " + host);
    }
    if (!request.zone().isEmpty() && !request.zone().equals("local")) {
      throw LocalFailures.of(ErrorKind.NOT_FOUND, "launch", request.zone())
          .message("there is no such zone here; leave it empty");
    }
    if (request.purchase() == LaunchRequest.Purchase.SPOT) {
      throw LocalFailures.of(ErrorKind.UNSUPPORTED, "launch", host)
          .message("this machine has no spot market; purchase on demand");
    }
  }

  private static Properties properties(LaunchRequest request) {
    Properties values = new Properties();
    values.put("machineType", request.machineType());
    values.put("zone", request.zone());
    Numbered.put(values, "command", request.command());
    Numbered.put(values, "env.", request.environment());
    Numbered.put(values, "label.", request.labels());
    return values;
  }

  private static Map<String, String> variables(LaunchRequest request) {
    Map<String, String> variables = new TreeMap<>();
    for (String name : INHERITED) {
      String value = System.getenv(name);
      if (value != null) {
        variables.put(name, value);
      }
    }
    variables.putAll(request.environment());
    return variables;
  }

  private void forgetOld() throws IOException {
    Instant oldest = Instant.now().minus(REMEMBERED);
    for (Path folder : StateFiles.children(machines)) {
      Path exit = folder.resolve("exit");
      if (Files.exists(exit) && Files.getLastModifiedTime(exit).toInstant().isBefore(oldest)) {
        StateFiles.deleteTree(folder);
      }
    }
  }

  @Override
  public Optional<Machine> describe(String id) {
    try {
      return machine(id);
    } catch (IOException e) {
      throw LocalFailures.io("describe", id, e);
    }
  }

  private Optional<Machine> machine(String id) throws IOException {
    if (!id.matches("host-[0-9a-f]{16}")) {
      return Optional.empty();
    }
    Path folder = machines.resolve(id);
    Optional<Properties> values = StateFiles.read(folder.resolve("machine.properties"));
    if (values.isEmpty()) {
      return Optional.empty();
    }
    Supervised.Status status = new Supervised(folder).status();
    Machine.State state =
        switch (status.state()) {
          case PENDING -> Machine.State.PENDING;
          case RUNNING -> Machine.State.RUNNING;
          case ENDED -> Machine.State.TERMINATED;
        };
    return Optional.of(
        new Machine(
            id,
            values.get().getProperty("machineType", ""),
            values.get().getProperty("zone", ""),
            state,
            "127.0.0.1",
            Instant.parse(values.get().getProperty("launchedAt", Instant.EPOCH.toString())),
            status.exitCode(),
            Map.copyOf(Numbered.named(values.get(), "label."))));
  }

  @Override
  public List<Machine> list(Map<String, String> labels) {
    try {
      List<Machine> found = new ArrayList<>();
      for (Path folder : StateFiles.children(machines)) {
        machine(folder.getFileName().toString())
            .filter(machine -> machine.labels().entrySet().containsAll(labels.entrySet()))
            .ifPresent(found::add);
      }
      found.sort(Comparator.comparing(Machine::launchedAt).thenComparing(Machine::id));
      return found;
    } catch (IOException e) {
      throw LocalFailures.io("list", "machines", e);
    }
  }

  @Override
  public void terminate(String id) {
    try {
      if (machine(id).isPresent()) {
        Supervised command = new Supervised(machines.resolve(id));
        command.requestStop();
        command.awaitStop(GRACE);
      }
    } catch (IOException e) {
      throw LocalFailures.io("terminate", id, e);
    } catch (InterruptedException e) {
      throw LocalFailures.interrupted("terminate", id, e);
    }
  }

  private static String digest(String clientToken) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(clientToken.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
