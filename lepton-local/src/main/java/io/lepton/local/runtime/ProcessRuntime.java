package io.lepton.local.runtime;

import io.lepton.spi.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs replicas as processes of this user, in the unpacked file system of their image. Nothing
 * confines them: paths inside the image must be relative to its working directory, and processors
 * and memory are not limited.
 */
final class ProcessRuntime implements ReplicaRuntime {
  static final String NAME = "process";

  /** What a program may expect from its machine; everything else comes from image and spec. */
  private static final List<String> INHERITED =
      List.of("HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR");

  private final ImageStore images;

  ProcessRuntime(Path home) {
    this.images = new ImageStore(home);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String prepare(String image, Recorder record) throws IOException, InterruptedException {
    ImageArchive archive = ImageArchive.open(tarball(image));
    try (FileMutex lock = images.lock()) {
      images.unpack(archive);
      record.record(archive.id());
    }
    return archive.id();
  }

  /** The path in the {@code file:} URI of a tarball. */
  static Path tarball(String image) {
    if (!image.startsWith("file:")) {
      throw LocalFailures.of(ErrorKind.UNSUPPORTED, "deploy image", image)
          .message(
              "an image of a registry runs by podman or docker only, and neither was found or"
                  + " LEPTON_LOCAL_RUNTIME forbids it; install one, or build the image to"
                  + " file:/dir/image.tar, which runs as a process");
    }
    return Path.of(image.substring("file:".length()).replaceFirst("^///", "/"));
  }

  @Override
  public void start(RevisionRecord revision, ReplicaRecord replica)
      throws IOException, InterruptedException {
    ImageStore.Unpacked image = images.open(revision.imageId());
    Path root = image.root();
    String folder = image.config().workingDirectory();
    Path working = root.resolve(folder.replaceFirst("^/+", "")).normalize();
    if (!working.startsWith(root) || !Files.isDirectory(working)) {
      throw LocalFailures.of(ErrorKind.INVALID_ARGUMENT, "start replica", replica.id())
          .message("the image has no working directory " + folder);
    }
    List<String> command =
        new ArrayList<>(
            revision.spec().command().isEmpty()
                ? image.config().entryPoint()
                : revision.spec().command());
    if (command.isEmpty()) {
      throw LocalFailures.of(ErrorKind.INVALID_ARGUMENT, "start replica", replica.id())
          .message("the image has no entry point; give the revision a command");
    }
    command.set(0, program(command.get(0), image, working));
    Map<String, String> environment = environment(revision, image);
    environment.put("PORT", Integer.toString(replica.port()));
    new Supervised(replica.folder()).start(command, working, environment);
  }

  private static String program(String name, ImageStore.Unpacked image, Path working) {
    if (name.equals("java")) {
      return image.java().toString();
    }
    if (name.startsWith("/")) {
      return image.root().resolve(name.substring(1)).toString();
    }
    if (name.indexOf('/') > 0) {
      return working.resolve(name).toString();
    }
    Optional<Path> own = HostPath.find(name, ImageStore.pathInside(image.config(), image.root()));
    return own.or(() -> HostPath.find(name)).map(Path::toString).orElse(name);
  }

  private static Map<String, String> environment(
      RevisionRecord revision, ImageStore.Unpacked image) {
    Map<String, String> environment = new TreeMap<>();
    for (String name : INHERITED) {
      String value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    environment.putAll(image.config().environment());
    environment.putAll(revision.spec().environment());
    if (!revision.spec().environment().containsKey("PATH")) {
      Stream<Path> path =
          Stream.concat(
              Stream.concat(Stream.of(image.java().getParent()), HostPath.folders().stream()),
              ImageStore.pathInside(image.config(), image.root()).stream());
      environment.put("PATH", path.map(Path::toString).collect(Collectors.joining(":")));
    }
    return environment;
  }

  @Override
  public Status status(ReplicaRecord replica) throws IOException {
    Supervised.Status status = new Supervised(replica.folder()).status();
    return new Status(status.state(), status.exitCode());
  }

  @Override
  public void stop(List<ReplicaRecord> replicas, Duration grace)
      throws IOException, InterruptedException {
    for (ReplicaRecord replica : replicas) {
      new Supervised(replica.folder()).requestStop();
    }
    long deadline = System.nanoTime() + grace.toNanos();
    for (ReplicaRecord replica : replicas) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      new Supervised(replica.folder()).awaitStop(left);
    }
  }

  @Override
  public List<String> logs(ReplicaRecord replica, int lines) throws IOException {
    return LogTail.read(new Supervised(replica.folder()).log(), lines);
  }

  @Override
  public void collect(Set<String> imageIds) throws IOException {
    try (FileMutex lock = images.lock()) {
      images.keepOnly(imageIds);
    }
  }
}
