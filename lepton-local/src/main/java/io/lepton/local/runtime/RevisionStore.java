package io.lepton.local.runtime;

import io.lepton.spi.container.RevisionName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Revisions and replicas as files: {@code services/<service>/<revision>/} holds {@code
 * spec.properties}, {@code scale.properties} and {@code replicas/<number>/}. A revision exists from
 * the moment its spec does. Reading needs no lock; writers hold that of the service.
 */
final class RevisionStore {
  private final Path services;

  RevisionStore(Path home) {
    this.services = home.resolve("services").toAbsolutePath().normalize();
  }

  /** Excludes other writers of a service. */
  FileMutex lock(String service) throws IOException {
    return FileMutex.acquire(services.resolve(".locks").resolve(service));
  }

  /** Excludes others from choosing ports. */
  FileMutex lockPorts() throws IOException {
    // No service can have this name: it has a dot.
    return FileMutex.acquire(services.resolve(".locks").resolve("all.ports"));
  }

  private Path folder(RevisionName name) {
    return services.resolve(name.service()).resolve(name.revision());
  }

  Optional<RevisionRecord> read(RevisionName name) throws IOException {
    return StateFiles.read(folder(name).resolve("spec.properties"))
        .map(values -> RevisionRecord.of(name, values));
  }

  /** The revisions of a service, oldest first. */
  List<RevisionRecord> revisions(String service) throws IOException {
    List<RevisionRecord> found = new ArrayList<>();
    for (Path revision : StateFiles.children(services.resolve(service))) {
      String name = revision.getFileName().toString();
      if (!name.startsWith(".")) {
        read(new RevisionName(service, name)).ifPresent(found::add);
      }
    }
    found.sort(Comparator.comparingLong(RevisionRecord::sequence));
    return found;
  }

  List<RevisionRecord> all() throws IOException {
    List<RevisionRecord> found = new ArrayList<>();
    for (Path service : StateFiles.children(services)) {
      String name = service.getFileName().toString();
      if (!name.startsWith(".")) {
        found.addAll(revisions(name));
      }
    }
    return found;
  }

  /** Writes a revision that is not there yet, with its desired number of replicas. */
  void create(RevisionRecord revision) throws IOException {
    Path folder = folder(revision.spec().name());
    // Without a spec it is what a deployment or removal left that died; nothing of it runs.
    StateFiles.deleteTree(folder);
    Files.createDirectories(folder);
    StateFiles.write(folder.resolve("spec.properties"), revision.toProperties());
  }

  int desired(RevisionRecord revision) throws IOException {
    return Integer.parseInt(
        scale(revision.spec().name())
            .getProperty("desired", Integer.toString(revision.spec().replicas())));
  }

  void desire(RevisionName name, int replicas) throws IOException {
    Properties values = scale(name);
    values.put("desired", Integer.toString(replicas));
    StateFiles.write(folder(name).resolve("scale.properties"), values);
  }

  private Properties scale(RevisionName name) throws IOException {
    return StateFiles.read(folder(name).resolve("scale.properties")).orElseGet(Properties::new);
  }

  /** The replicas of a revision, oldest first. */
  List<ReplicaRecord> replicas(RevisionName name) throws IOException {
    List<ReplicaRecord> found = new ArrayList<>();
    for (Path folder : StateFiles.children(folder(name).resolve("replicas"))) {
      StateFiles.read(folder.resolve("replica.properties"))
          .ifPresent(values -> found.add(replica(name, folder, values)));
    }
    found.sort(Comparator.comparingInt(ReplicaRecord::number));
    return found;
  }

  private static ReplicaRecord replica(RevisionName name, Path folder, Properties values) {
    int number = Integer.parseInt(folder.getFileName().toString());
    return new ReplicaRecord(
        name.service() + "-" + name.revision() + "-" + number,
        number,
        Integer.parseInt(values.getProperty("port", "0")),
        folder);
  }

  /** Writes down one more replica. */
  ReplicaRecord add(RevisionName name, int port) throws IOException {
    Properties scale = scale(name);
    int number = Integer.parseInt(scale.getProperty("next", "1"));
    scale.put("next", Integer.toString(number + 1));
    StateFiles.write(folder(name).resolve("scale.properties"), scale);
    Path folder = folder(name).resolve("replicas").resolve(Integer.toString(number));
    Properties values = new Properties();
    values.put("port", Integer.toString(port));
    StateFiles.write(folder.resolve("replica.properties"), values);
    return replica(name, folder, values);
  }

  void forget(ReplicaRecord replica) throws IOException {
    Files.deleteIfExists(replica.folder().resolve("replica.properties"));
    StateFiles.deleteTree(replica.folder());
  }

  /** Forgets a revision in one step; nothing of it runs any more. */
  void forget(RevisionName name) throws IOException {
    Path service = services.resolve(name.service());
    Path removed = Files.createTempDirectory(service, ".removed-");
    if (Files.exists(folder(name))) {
      Files.move(folder(name), removed.resolve("revision"), StandardCopyOption.ATOMIC_MOVE);
    }
    for (Path left : StateFiles.children(service)) {
      if (left.getFileName().toString().startsWith(".removed-")) {
        StateFiles.deleteTree(left);
      }
    }
  }

  /** Ports that are promised to a replica, whether it listens yet or not. */
  Set<Integer> ports() throws IOException {
    Set<Integer> ports = new HashSet<>();
    for (RevisionRecord revision : all()) {
      replicas(revision.spec().name()).forEach(replica -> ports.add(replica.port()));
    }
    return ports;
  }
}
