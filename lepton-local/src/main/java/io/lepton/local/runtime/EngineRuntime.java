package io.lepton.local.runtime;

import io.lepton.spi.ErrorKind;
import io.lepton.spi.container.RevisionSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Runs replicas as containers. A container's name is fixed before it is started and unique on the
 * machine, which makes starting idempotent and finds it again after any crash.
 */
final class EngineRuntime implements ReplicaRuntime {
  private final Engine engine;
  private final List<String> flags;
  private final String prefix;

  EngineRuntime(Engine engine, Path home, List<String> flags) {
    this.engine = engine;
    this.flags = List.copyOf(flags);
    CRC32 crc = new CRC32();
    crc.update(home.toString().getBytes(StandardCharsets.UTF_8));
    this.prefix = "lepton-" + HexFormat.of().toHexDigits((int) crc.getValue()) + "-";
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public String prepare(String image, Recorder record) throws IOException, InterruptedException {
    String id = image.startsWith("file:") ? load(ProcessRuntime.tarball(image)) : pull(image);
    record.record(id);
    return id;
  }

  private String load(Path tarball) throws IOException, InterruptedException {
    String id = ImageArchive.open(tarball).id();
    if (engine.run(List.of("image", "inspect", id)).worked()) {
      return id;
    }
    String output = engine.require(List.of("load", "-i", tarball.toString()));
    if (engine.run(List.of("image", "inspect", id)).worked()) {
      return id;
    }
    // An engine that names images by their manifest tells here what it calls this one.
    String loaded = output.substring(output.lastIndexOf("Loaded image")).strip();
    return loaded.substring(loaded.indexOf(": ") + 2).strip();
  }

  private String pull(String image) throws IOException, InterruptedException {
    Engine.Answer there = inspect(image);
    if (!there.worked()) {
      List<String> pull = new ArrayList<>(List.of("pull", "-q"));
      // Docker trusts 127.0.0.0/8 by itself; podman wants to be told.
      if (engine.name().equals("podman") && image.matches("(127\\.[0-9.]+|localhost)(:\\d+)?/.*")) {
        pull.add("--tls-verify=false");
      }
      pull.add(image);
      Engine.Answer pulled = engine.run(pull);
      if (!pulled.worked()) {
        throw notPulled(image, pulled);
      }
      there = inspect(image);
    }
    if (!there.worked()) {
      throw engine.failed("image inspect", there);
    }
    return there.output().strip();
  }

  private Engine.Answer inspect(String image) throws IOException, InterruptedException {
    return engine.run(List.of("image", "inspect", "--format", "{{.Id}}", image));
  }

  private RuntimeException notPulled(String image, Engine.Answer answer) {
    String text = answer.output().toLowerCase(Locale.ROOT);
    if (text.contains("manifest unknown")
        || text.contains("not found")
        || text.contains("name unknown")) {
      return LocalFailures.of(ErrorKind.NOT_FOUND, "pull", image)
          .message("the registry has no such image; check name, tag and digest");
    }
    if (text.contains("unauthorized") || text.contains("denied")) {
      return LocalFailures.of(ErrorKind.PERMISSION_DENIED, "pull", image)
          .message("the registry refuses; log in with '" + engine.name() + " login'");
    }
    return LocalFailures.of(ErrorKind.UNKNOWN, "pull", image)
        .retryable()
        .message(answer.output().strip());
  }

  @Override
  public void start(RevisionRecord revision, ReplicaRecord replica)
      throws IOException, InterruptedException {
    if (status(replica).state() != Supervised.State.PENDING) {
      return;
    }
    if (state(replica).isPresent()) {
      // Made by someone who died before starting it.
      engine.require(List.of("start", container(replica)));
      return;
    }
    RevisionSpec spec = revision.spec();
    List<String> run = new ArrayList<>(List.of("run", "-d", "--name", container(replica)));
    run.addAll(List.of("--label", "io.lepton.service=" + spec.name().service()));
    run.addAll(List.of("--label", "io.lepton.revision=" + spec.name().revision()));
    run.addAll(List.of("--cpus", Double.toString(spec.vcpus())));
    run.addAll(List.of("--memory", Math.round(spec.memoryGib() * 1024) + "m"));
    Map<String, String> environment = new TreeMap<>(spec.environment());
    environment.put("PORT", Integer.toString(replica.port()));
    // By name only: a value on the command line could be read by every user of the machine.
    environment.keySet().forEach(name -> run.addAll(List.of("--env", name)));
    if (flags.stream().noneMatch(flag -> flag.startsWith("--net"))) {
      run.addAll(List.of("-p", "127.0.0.1:" + replica.port() + ":" + replica.port()));
    }
    run.addAll(flags);
    if (spec.command().isEmpty()) {
      run.add(revision.imageId());
    } else {
      run.addAll(List.of("--entrypoint", spec.command().get(0), revision.imageId()));
      run.addAll(spec.command().subList(1, spec.command().size()));
    }
    Engine.Answer answer = engine.run(run, environment);
    if (!answer.worked() && status(replica).state() == Supervised.State.PENDING) {
      throw engine.failed("run", answer);
    }
  }

  private String container(ReplicaRecord replica) {
    return prefix + replica.id();
  }

  @Override
  public Status status(ReplicaRecord replica) throws IOException, InterruptedException {
    Optional<String> state = state(replica);
    if (state.isEmpty()) {
      return new Status(Supervised.State.PENDING, OptionalInt.empty());
    }
    String word = state.get().substring(0, state.get().indexOf(' '));
    int exitCode = Integer.parseInt(state.get().substring(word.length() + 1));
    return switch (word) {
      case "created", "configured", "initialized" ->
          new Status(Supervised.State.PENDING, OptionalInt.empty());
      case "running", "paused", "stopping", "restarting" ->
          new Status(Supervised.State.RUNNING, OptionalInt.empty());
      default -> new Status(Supervised.State.ENDED, OptionalInt.of(exitCode));
    };
  }

  /** The engine's word for a container and its exit code; empty when there is no such container. */
  private Optional<String> state(ReplicaRecord replica) throws IOException, InterruptedException {
    String format = "{{.State.Status}} {{.State.ExitCode}}";
    Engine.Answer answer =
        engine.run(List.of("container", "inspect", "--format", format, container(replica)));
    if (!answer.worked() && !answer.absent()) {
      throw engine.failed("container inspect", answer);
    }
    return answer.worked() ? Optional.of(answer.output().strip()) : Optional.empty();
  }

  @Override
  public void stop(List<ReplicaRecord> replicas, Duration grace)
      throws IOException, InterruptedException {
    List<String> there = new ArrayList<>();
    for (ReplicaRecord replica : replicas) {
      if (state(replica).isPresent()) {
        there.add(container(replica));
      }
    }
    if (there.isEmpty()) {
      return;
    }
    List<String> stop = new ArrayList<>(List.of("stop", "-t", Long.toString(grace.toSeconds())));
    stop.addAll(there);
    Engine.Answer stopped = engine.run(stop);
    List<String> remove = new ArrayList<>(List.of("rm", "-f"));
    remove.addAll(there);
    Engine.Answer removed = engine.run(remove);
    if (!removed.worked() && !removed.absent()) {
      throw engine.failed("rm", stopped.worked() ? removed : stopped);
    }
  }

  @Override
  public List<String> logs(ReplicaRecord replica, int lines)
      throws IOException, InterruptedException {
    Engine.Answer answer =
        engine.run(
            List.of("logs", "--tail", Integer.toString(Math.max(0, lines)), container(replica)));
    return answer.worked() ? answer.output().lines().toList() : List.of();
  }

  @Override
  public void collect(Set<String> imageIds) {
    // The engine's images are the user's: others than Lepton may use them.
  }
}
