package io.lepton.local.runtime;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.container.ContainerBackend;
import io.lepton.spi.container.Revision;
import io.lepton.spi.container.Revision.Replica;
import io.lepton.spi.container.RevisionName;
import io.lepton.spi.container.RevisionSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Services on this machine, as processes or as podman or docker containers. They outlive the JVM,
 * its terminal and its death by signal; everything known of them lies in files below {@code
 * LEPTON_HOME}, guarded by file locks, so that several commands may work at once.
 *
 * <p><b>What runs where.</b> {@code LEPTON_LOCAL_RUNTIME} is {@code process}, {@code podman} or
 * {@code docker}; without it, a tarball runs as processes and an image of a registry by podman or
 * docker, whichever is installed. A process gets the image's entry point in its unpacked working
 * directory, the image's own Java or else that of this JVM, and the variables of image and spec,
 * none of this process but {@code HOME} and the locale. Processes are confined by nothing;
 * containers get the processors and memory of the spec. {@code LEPTON_PODMAN_FLAGS} adds flags to
 * {@code run}.
 *
 * <p><b>Replicas are never restarted by themselves</b>: one that ends stays, as FAILED with its
 * exit code and last lines, until {@link #scale} replaces it. {@link #deploy} of the same spec
 * finishes what a killed deployment left undone, and nothing else. After a restart of the machine
 * every replica is FAILED. A revision scaled by hand keeps its scale when it is deployed again.
 *
 * <p>Thread safe. Only Linux is tested; other systems with a POSIX shell are kept to what it has.
 */
public final class LocalContainerBackend implements ContainerBackend {
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int LINES_OF_FAILURE = 5;

  private final RevisionStore store;
  private final Runtimes runtimes;
  private final Readiness readiness = new Readiness();

  private LocalContainerBackend(Path home, Runtimes runtimes) {
    this.store = new RevisionStore(home);
    this.runtimes = runtimes;
  }

  /** Opens the services below the configuration's home. Touches nothing yet. */
  public static LocalContainerBackend open(ProviderConfig config) {
    Path home = config.home().resolve("local").toAbsolutePath().normalize();
    return new LocalContainerBackend(home, new Runtimes(home, config));
  }

  @Override
  public String platform() {
    return "local";
  }

  @Override
  public Revision deploy(RevisionSpec spec) {
    return work(
        "deploy",
        spec.name(),
        () -> {
          try (FileMutex lock = store.lock(spec.name().service())) {
            Optional<RevisionRecord> there = store.read(spec.name());
            RevisionRecord revision = there.isPresent() ? same(there.get(), spec) : create(spec);
            launch(revision);
            return describe(revision);
          }
        });
  }

  private RevisionRecord same(RevisionRecord there, RevisionSpec spec) {
    if (!there.spec().equals(spec)) {
      throw LocalFailures.of(ErrorKind.ALREADY_EXISTS, "deploy", spec.name())
          .message("the revision exists with another spec; remove it or take another name");
    }
    if (spec.image().startsWith("file:") && there.imageId().matches("[0-9a-f]{64}")) {
      Path tarball = ProcessRuntime.tarball(spec.image());
      if (Files.exists(tarball) && !ImageArchive.open(tarball).id().equals(there.imageId())) {
        throw LocalFailures.of(ErrorKind.ALREADY_EXISTS, "deploy", spec.name())
            .message(
                "the revision runs an image that "
                    + tarball
                    + " held before; remove it or take another name");
      }
    }
    return there;
  }

  private RevisionRecord create(RevisionSpec spec) throws IOException, InterruptedException {
    if (spec.fixedPort().isPresent() && spec.replicas() > 0) {
      requireFree(spec.fixedPort().getAsInt(), spec.name());
    }
    ReplicaRuntime runtime = runtimes.choose(spec.image());
    List<RevisionRecord> others = store.revisions(spec.name().service());
    long sequence = others.isEmpty() ? 1 : others.get(others.size() - 1).sequence() + 1;
    String imageId =
        runtime.prepare(
            spec.image(),
            id -> store.create(new RevisionRecord(spec, id, runtime.name(), sequence)));
    return new RevisionRecord(spec, imageId, runtime.name(), sequence);
  }

  /** Starts what is written down but not running, and writes down what is missing. */
  private void launch(RevisionRecord revision) throws IOException, InterruptedException {
    ReplicaRuntime runtime = runtimes.named(revision.runtime());
    RevisionName name = revision.spec().name();
    for (ReplicaRecord replica : store.replicas(name)) {
      runtime.start(revision, replica);
    }
    for (int i = store.replicas(name).size(); i < store.desired(revision); i++) {
      ReplicaRecord replica;
      try (FileMutex lock = store.lockPorts()) {
        Set<Integer> promised = store.ports();
        if (revision.spec().fixedPort().isPresent()) {
          requireFree(revision.spec().fixedPort().getAsInt(), name);
        }
        replica =
            store.add(
                name,
                revision.spec().fixedPort().isPresent()
                    ? revision.spec().fixedPort().getAsInt()
                    : Ports.free(promised));
      }
      runtime.start(revision, replica);
    }
  }

  private void requireFree(int port, RevisionName name) throws IOException {
    for (RevisionRecord other : store.all()) {
      for (ReplicaRecord replica : store.replicas(other.spec().name())) {
        if (replica.port() == port) {
          throw LocalFailures.of(ErrorKind.RESOURCE_EXHAUSTED, "deploy", name)
              .message(
                  "port " + port + " belongs to " + other.spec().name() + "; remove that first");
        }
      }
    }
    if (!Ports.isFree(port)) {
      throw LocalFailures.of(ErrorKind.RESOURCE_EXHAUSTED, "deploy", name)
          .message("port " + port + " is in use by another program; stop it or choose another");
    }
  }

  @Override
  public Optional<Revision> describe(RevisionName name) {
    return work(
        "describe",
        name,
        () -> {
          Optional<RevisionRecord> revision = store.read(name);
          return revision.isPresent() ? Optional.of(describe(revision.get())) : Optional.empty();
        });
  }

  private Revision describe(RevisionRecord revision) throws IOException, InterruptedException {
    ReplicaRuntime runtime = runtimes.named(revision.runtime());
    List<ReplicaRecord> records = store.replicas(revision.spec().name());
    List<ReplicaRuntime.Status> statuses = new ArrayList<>();
    for (ReplicaRecord record : records) {
      statuses.add(runtime.status(record));
    }
    List<Boolean> answers =
        readiness.ask(
            records.stream()
                .map(record -> endpoint(record).resolve(revision.spec().readinessPath()))
                .toList());
    List<Replica> replicas = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      replicas.add(replica(runtime, records.get(i), statuses.get(i), answers.get(i)));
    }
    return new Revision(
        revision.spec().name(),
        revision.spec().image(),
        store.desired(revision),
        replicas,
        revision.spec().labels());
  }

  private static URI endpoint(ReplicaRecord replica) {
    return URI.create("http://127.0.0.1:" + replica.port());
  }

  private static Replica replica(
      ReplicaRuntime runtime, ReplicaRecord record, ReplicaRuntime.Status status, boolean answers)
      throws IOException, InterruptedException {
    return switch (status.state()) {
      case PENDING ->
          new Replica(
              record.id(),
              endpoint(record),
              Replica.State.STARTING,
              "not started yet; if this lasts, its deployment was killed: deploy again");
      case RUNNING ->
          new Replica(
              record.id(),
              endpoint(record),
              answers ? Replica.State.READY : Replica.State.STARTING,
              runtime.name());
      case ENDED ->
          new Replica(
              record.id(),
              endpoint(record),
              Replica.State.FAILED,
              failure(runtime.logs(record, LINES_OF_FAILURE), status));
    };
  }

  private static String failure(List<String> lines, ReplicaRuntime.Status status) {
    String end =
        status.exitCode().isPresent()
            ? "ended with exit code " + status.exitCode().getAsInt()
            : "ended without an exit code: killed, or this machine was restarted";
    return lines.isEmpty() ? end + "; it printed nothing" : end + ": " + String.join(" | ", lines);
  }

  @Override
  public List<Revision> list(String service) {
    return work(
        "list",
        service,
        () -> {
          List<Revision> found = new ArrayList<>();
          for (RevisionRecord revision : store.revisions(service)) {
            found.add(describe(revision));
          }
          return found;
        });
  }

  @Override
  public List<Revision> listByLabels(Map<String, String> labels) {
    return work(
        "list",
        labels,
        () -> {
          List<Revision> found = new ArrayList<>();
          for (RevisionRecord revision : store.all()) {
            if (revision.spec().labels().entrySet().containsAll(labels.entrySet())) {
              found.add(describe(revision));
            }
          }
          return found;
        });
  }

  @Override
  public Revision scale(RevisionName name, int replicas) {
    return work(
        "scale",
        name,
        () -> {
          try (FileMutex lock = store.lock(name.service())) {
            RevisionRecord revision =
                store
                    .read(name)
                    .orElseThrow(
                        () ->
                            LocalFailures.of(ErrorKind.NOT_FOUND, "scale", name)
                                .message("there is no such revision"));
            requireScale(revision.spec(), replicas);
            store.desire(name, replicas);
            shrink(revision, replicas);
            launch(revision);
            return describe(revision);
          }
        });
  }

  private static void requireScale(RevisionSpec spec, int replicas) {
    if (replicas < 0 || (replicas > 1 && spec.fixedPort().isPresent())) {
      throw LocalFailures.of(ErrorKind.INVALID_ARGUMENT, "scale", spec.name())
          .message(
              replicas < 0
                  ? "replicas must be at least 0, not " + replicas
                  : "a fixed port can serve one replica, not " + replicas);
    }
  }

  /** Stops what has failed, and the youngest of what is too many. */
  private void shrink(RevisionRecord revision, int replicas)
      throws IOException, InterruptedException {
    ReplicaRuntime runtime = runtimes.named(revision.runtime());
    List<ReplicaRecord> stopped = new ArrayList<>();
    int kept = 0;
    for (ReplicaRecord replica : store.replicas(revision.spec().name())) {
      boolean ended = runtime.status(replica).state() == Supervised.State.ENDED;
      if (ended || kept == replicas) {
        stopped.add(replica);
      } else {
        kept++;
      }
    }
    stop(runtime, stopped);
  }

  private void stop(ReplicaRuntime runtime, List<ReplicaRecord> replicas)
      throws IOException, InterruptedException {
    runtime.stop(replicas, GRACE);
    for (ReplicaRecord replica : replicas) {
      store.forget(replica);
    }
  }

  @Override
  public void remove(RevisionName name) {
    work(
        "remove",
        name,
        () -> {
          try (FileMutex lock = store.lock(name.service())) {
            Optional<RevisionRecord> revision = store.read(name);
            if (revision.isEmpty()) {
              return name;
            }
            ReplicaRuntime runtime = runtimes.named(revision.get().runtime());
            runtime.stop(store.replicas(name), GRACE);
            store.forget(name);
            runtime.collect(
                store.all().stream().map(RevisionRecord::imageId).collect(Collectors.toSet()));
            return name;
          }
        });
  }

  /** {@inheritDoc} At most {@code lines} lines of each replica, oldest replica first. */
  @Override
  public List<String> logs(RevisionName name, int lines) {
    return work(
        "read logs of",
        name,
        () -> {
          List<String> all = new ArrayList<>();
          Optional<RevisionRecord> revision = store.read(name);
          if (revision.isPresent()) {
            ReplicaRuntime runtime = runtimes.named(revision.get().runtime());
            for (ReplicaRecord replica : store.replicas(name)) {
              runtime.logs(replica, lines).forEach(line -> all.add(replica.id() + " " + line));
            }
          }
          return all;
        });
  }

  private static <T> T work(String operation, Object location, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw LocalFailures.io(operation, location, e);
    } catch (InterruptedException e) {
      throw LocalFailures.interrupted(operation, location, e);
    }
  }

  /** Something that can fail as files and waiting do. */
  private interface Work<T> {
    T run() throws IOException, InterruptedException, CloudException;
  }
}
