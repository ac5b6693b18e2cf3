package io.lepton.migrate;

import io.lepton.config.InputException;
import io.lepton.json.Json;
import io.lepton.watch.Recording;
import io.lepton.watch.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a migration remembers between commands: {@code .lepton/<name>/} beside its file.
 *
 * <pre>
 * checkpoints.json   the finished steps with their results
 * steps/ID/          what step ID keeps for its resume and its way back
 * recording.json     what the steps told, for the report
 * audit.jsonl        who did what when, hash-chained
 * report.html, report.json
 * </pre>
 *
 * <p>Reading creates nothing. One command at a time changes it: {@link #lock} is held by the
 * process and released by the operating system when the process dies.
 */
final class StateFolder {
  private final Path folder;

  StateFolder(Path folder) {
    this.folder = folder;
  }

  static StateFolder of(Migration migration) {
    return new StateFolder(migration.folder().resolve(".lepton").resolve(migration.name()));
  }

  Path path() {
    return folder;
  }

  Path audit() {
    return folder.resolve("audit.jsonl");
  }

  Path step(String id) {
    return folder.resolve("steps").resolve(id);
  }

  Path recordingFile() {
    return folder.resolve("recording.json");
  }

  /** What the runs of an apply that was killed told, so that the report covers them too. */
  Recording recording(Clock clock) {
    Path file = recordingFile();
    return Files.exists(file) ? Json.read(file, Recording.class) : Recording.none(clock.instant());
  }

  void write(Recording recording) {
    Json.write(recordingFile(), recording);
  }

  Path reportHtml() {
    return folder.resolve(Report.HTML);
  }

  Path reportJson() {
    return folder.resolve(Report.JSON);
  }

  /** Takes the folder for this process, creating it. */
  Lock lock() {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        // held by another thread of this process: the same answer as another process
      }
      if (lock == null) {
        channel.close();
        throw new IllegalStateException(
            "another command is at work on " + folder + "; wait for it to end, then try again");
      }
      return channel::close;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be locked: " + e.getMessage(), e);
    }
  }

  /** The checkpoints by step id, in the order they were finished. */
  Map<String, Checkpoint> checkpoints() {
    Path file = folder.resolve("checkpoints.json");
    if (!Files.exists(file)) {
      return new LinkedHashMap<>();
    }
    Map<String, Checkpoint> byStep = new LinkedHashMap<>();
    try {
      for (Checkpoint checkpoint : Json.read(file, Checkpoint[].class)) {
        byStep.put(checkpoint.step(), checkpoint);
      }
    } catch (IllegalArgumentException e) {
      throw new InputException(
          file + " is damaged (" + e.getMessage() + "); delete it to start the migration anew", e);
    }
    return byStep;
  }

  /** Writes the checkpoints whole. */
  void write(Map<String, Checkpoint> checkpoints) {
    Json.write(folder.resolve("checkpoints.json"), checkpoints.values());
  }

  /** Held while a command changes the folder. */
  interface Lock extends AutoCloseable {
    @Override
    void close() throws IOException;
  }
}
