package io.lepton.local.runtime;

import io.lepton.spi.ErrorKind;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A command that runs detached from this JVM, with all that is known of it in a folder: {@code
 * claim} (taken once, by whoever starts or forbids it), {@code pid}, {@code exit}, {@code log}.
 *
 * <p>The folder is there before anything is started, the first act of the supervising shell is to
 * take the claim and its second to record itself. So a JVM killed at any moment leaves either
 * nothing that runs, or something that the folder tells of; starting again is harmless.
 */
final class Supervised {
  private static final String VARIABLE = "LEPTON_SUPERVISED";
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration START_OF_COMMAND = Duration.ofMillis(250);

  private final Path folder;

  Supervised(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** How a command stands. */
  enum State {
    /** Nobody has started it. */
    PENDING,
    /** It runs. */
    RUNNING,
    /** It ended, or was kept from starting. */
    ENDED
  }

  /**
   * What is known of a command.
   *
   * @param state how it stands
   * @param exitCode when it ended and its supervisor lived to tell; 128 + n after signal n
   */
  record Status(State state, OptionalInt exitCode) {}

  /** What it printed. */
  Path log() {
    return folder.resolve("log");
  }

  /** Starts the command with exactly this environment; does nothing when it was started before. */
  void start(List<String> command, Path workingDirectory, Map<String, String> environment)
      throws IOException, InterruptedException {
    if (Files.exists(folder.resolve("claim"))) {
      return;
    }
    List<String> line = new ArrayList<>();
    HostPath.find("setsid").ifPresent(setsid -> line.add(setsid.toString()));
    line.addAll(List.of("/bin/sh", "-c", script(), "lepton-supervise", folder.toString()));
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(workingDirectory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(VARIABLE, folder.toString());
    Process process = builder.start();
    long deadline = System.nanoTime() + START.toNanos();
    while (StateFiles.words(folder.resolve("pid")).isEmpty()) {
      if (process.waitFor(5, TimeUnit.MILLISECONDS) && !Files.exists(folder.resolve("claim"))) {
        throw LocalFailures.of(ErrorKind.UNKNOWN, "start", folder)
            .message("the supervising shell ended at once; see " + log());
      }
      if (System.nanoTime() - deadline > 0) {
        throw LocalFailures.of(ErrorKind.TIMED_OUT, "start", folder)
            .retryable()
            .message("the supervising shell has not recorded itself; is the disk full?");
      }
    }
  }

  private static String script() throws IOException {
    try (InputStream in = Supervised.class.getResourceAsStream("supervise.sh")) {
      if (in == null) {
        throw new IOException("supervise.sh is missing from the lepton-local jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** How the command stands now. */
  Status status() throws IOException {
    Optional<String[]> exit = StateFiles.words(folder.resolve("exit"));
    if (exit.isPresent()) {
      return new Status(State.ENDED, OptionalInt.of(Integer.parseInt(exit.get()[0])));
    }
    if (HostProcesses.recorded(folder.resolve("pid")).isPresent()) {
      return new Status(State.RUNNING, OptionalInt.empty());
    }
    if (!Files.exists(folder.resolve("claim"))) {
      return new Status(State.PENDING, OptionalInt.empty());
    }
    // The supervisor may have ended, in good order, between the two looks above.
    return StateFiles.words(folder.resolve("exit"))
        .map(words -> new Status(State.ENDED, OptionalInt.of(Integer.parseInt(words[0]))))
        .orElse(new Status(State.ENDED, OptionalInt.empty()));
  }

  /** Asks the command to end, and keeps one that is about to start from starting. */
  void requestStop() throws IOException {
    try {
      Files.createFile(folder.resolve("claim"));
    } catch (FileAlreadyExistsException e) {
      // It was started, or stopped before.
    }
    Optional<ProcessHandle> supervisor = HostProcesses.recorded(folder.resolve("pid"));
    if (supervisor.isPresent()) {
      supervisor.get().destroy();
    } else {
      marked().forEach(ProcessHandle::destroy);
    }
  }

  /** Waits until all that the command started is gone; kills what is left after {@code grace}. */
  void awaitStop(Duration grace) throws IOException, InterruptedException {
    long start = System.nanoTime();
    boolean again = isYoung();
    Set<ProcessHandle> left = left();
    while (!left.isEmpty() && System.nanoTime() - start < grace.toNanos()) {
      if (again && System.nanoTime() - start > START_OF_COMMAND.toNanos()) {
        again = false;
        requestStop();
      }
      TimeUnit.MILLISECONDS.sleep(20);
      left = left();
    }
    while (!left.isEmpty()) {
      left.forEach(ProcessHandle::destroyForcibly);
      TimeUnit.MILLISECONDS.sleep(10);
      left = left();
    }
  }

  /**
   * Whether a command may still have been on its way from the shell to itself when it was asked to
   * end: a shell's child that has not run its command yet takes the request and forgets it.
   */
  private boolean isYoung() throws IOException {
    Path pid = folder.resolve("pid");
    return Files.exists(pid)
        && Files.getLastModifiedTime(pid).toInstant().plusSeconds(2).isAfter(Instant.now());
  }

  private Set<ProcessHandle> left() throws IOException {
    Set<ProcessHandle> left = new HashSet<>(marked());
    Optional<ProcessHandle> supervisor = HostProcesses.recorded(folder.resolve("pid"));
    if (supervisor.isPresent()) {
      left.add(supervisor.get());
      supervisor.get().descendants().forEach(left::add);
    }
    return left;
  }

  private List<ProcessHandle> marked() {
    return HostProcesses.marked(VARIABLE + "=" + folder);
  }
}
