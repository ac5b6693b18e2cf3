package io.lepton.local.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds processes that other processes started. A process number alone names nothing: numbers are
 * used again. On Linux a process is known by number, start in clock ticks and the boot it belongs
 * to (proc(5), fields 1 and 22 of stat); elsewhere by number and a start before its record.
 */
final class HostProcesses {
  private static final Path PROC = Path.of("/proc");
  private static final boolean LINUX = Files.isReadable(PROC.resolve("self/stat"));

  private HostProcesses() {}

  /** The process that {@code pidFile}, as the supervisor writes it, tells of, if it still runs. */
  static Optional<ProcessHandle> recorded(Path pidFile) throws IOException {
    Optional<String[]> words = StateFiles.words(pidFile);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    String[] record = words.get();
    long pid = Long.parseLong(record[0]);
    boolean same = LINUX ? sameOnLinux(pid, record[1], record[2]) : startedBefore(pid, pidFile);
    return same ? ProcessHandle.of(pid) : Optional.empty();
  }

  private static boolean sameOnLinux(long pid, String boot, String ticks) throws IOException {
    if (!Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip().equals(boot)) {
      return false;
    }
    String stat = new String(readOrEmpty(PROC.resolve(pid + "/stat")), StandardCharsets.UTF_8);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    // Field 3 is the first here: the state, then field 22 at 19.
    return fields.length > 19
        && !fields[0].equals("Z")
        && !fields[0].equals("X")
        && fields[19].equals(ticks);
  }

  private static boolean startedBefore(long pid, Path pidFile) throws IOException {
    FileTime recorded = Files.getLastModifiedTime(pidFile);
    Instant latest = recorded.toInstant().plusSeconds(2);
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant())
        .map(start -> !start.isAfter(latest))
        .orElse(false);
  }

  /**
   * Every running process that has {@code variable} in its environment: a supervisor, its command
   * and whatever that started, even where a parent in between is gone. Linux only; empty elsewhere.
   */
  static List<ProcessHandle> marked(String variable) {
    List<ProcessHandle> found = new ArrayList<>();
    if (!LINUX) {
      return found;
    }
    byte[] wanted = ("\0" + variable + "\0").getBytes(StandardCharsets.UTF_8);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        byte[] environment = readOrEmpty(entry.resolve("environ"));
        if (environment.length > 0 && holds(environment, wanted)) {
          ProcessHandle.of(Long.parseLong(entry.getFileName().toString()))
              .filter(ProcessHandle::isAlive)
              .ifPresent(found::add);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static boolean holds(byte[] environment, byte[] wanted) {
    String text = "\0" + new String(environment, StandardCharsets.ISO_8859_1) + "\0";
    return text.contains(new String(wanted, StandardCharsets.ISO_8859_1));
  }

  /** A process can end, or belong to another user, between listing and reading. */
  private static byte[] readOrEmpty(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
