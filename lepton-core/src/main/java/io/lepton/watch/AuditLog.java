package io.lepton.watch;

import io.lepton.json.Json;
import io.lepton.watch.AuditCheck.BrokenLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An append-only log of who did what when: one line of JSON an entry, each bound to the one before
 * by its hash, the construction of Haber and Stornetta ("How to time-stamp a digital document",
 * 1991). An entry is on disk when {@link #append} returns.
 *
 * <p>A last line that a crash cut off is taken out by the next append, which says so in an entry;
 * any other broken line makes append refuse. What looks like a credential is taken out of every
 * text before it is written. Thread safe, also between processes: writers wait for each other.
 */
public final class AuditLog {
  private static final int LONGEST_LINE = 1 << 20;
  private static final long LOCK_PATIENCE_NANOS = 30_000_000_000L;

  private final Path file;
  private final Clock clock;
  private final String actor;

  /** A log in {@code file}, which need not exist yet, written as the user of this process. */
  public AuditLog(Path file) {
    this(file, Clock.systemUTC(), user());
  }

  /** A log in {@code file}, which need not exist yet, written as {@code actor}. */
  public AuditLog(Path file, Clock clock, String actor) {
    this.file = file.toAbsolutePath();
    this.clock = Objects.requireNonNull(clock, "clock");
    this.actor = Objects.requireNonNull(actor, "actor");
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /**
   * Appends an entry.
   *
   * @param action what was done
   * @param subject on what
   * @param digests of what was touched, by name, as {@code algorithm:value}
   * @param detail more, for people
   * @throws AuditException when the log is broken, is locked for long, or cannot be written; the
   *     entry is not in it then
   */
  public AuditEntry append(
      String action, String subject, Map<String, String> digests, String detail) {
    try {
      Files.createDirectories(file.resolve("..").normalize());
      try (FileChannel channel =
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        Objects.requireNonNull(lock, "lock");
        Optional<AuditEntry> last = last(channel);
        long torn = cutTorn(channel);
        if (torn > 0) {
          last =
              Optional.of(
                  write(
                      channel,
                      entry(
                          last,
                          "mend",
                          "audit log",
                          Map.of(),
                          "a crash had cut the last line off; its " + torn + " bytes are gone")));
        }
        return write(channel, entry(last, action, subject, digests, detail));
      }
    } catch (IOException e) {
      throw new AuditException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** The last entry's hash; 64 zeros when there is none. Reads the log from the start. */
  public String head() {
    return verify(file).head();
  }

  /**
   * Looks through a log, line by line, in constant memory. A log that does not exist is intact.
   *
   * @throws AuditException when it cannot be read
   */
  public static AuditCheck verify(Path file) {
    long line = 0;
    String head = AuditEntry.START;
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      while (true) {
        String text = reader.readLine();
        if (text == null) {
          break;
        }
        Optional<String> problem = problem(text, line + 1, head);
        if (problem.isPresent()) {
          return new AuditCheck(line, head, Optional.of(new BrokenLine(line + 1, problem.get())));
        }
        head = Json.read(text, AuditEntry.class).hash();
        line++;
      }
      return endsWithNewline(file)
          ? new AuditCheck(line, head, Optional.empty())
          : new AuditCheck(
              line, head, Optional.of(new BrokenLine(line, "its end is missing: a crash")));
    } catch (NoSuchFileException e) {
      return new AuditCheck(0, head, Optional.empty());
    } catch (MalformedInputException e) {
      return new AuditCheck(line, head, Optional.of(new BrokenLine(line + 1, "is no UTF-8 text")));
    } catch (IOException e) {
      throw new AuditException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<String> problem(String text, long sequence, String previous) {
    AuditEntry entry;
    try {
      entry = Json.read(text, AuditEntry.class);
    } catch (IllegalArgumentException | NullPointerException e) {
      return Optional.of("is no audit entry");
    }
    if (entry.sequence() != sequence) {
      return Optional.of("has number " + entry.sequence() + " in place of " + sequence);
    }
    if (!entry.previous().equals(previous)) {
      return Optional.of("does not follow from the line before");
    }
    if (!entry.hash().equals(entry.computedHash()) || !Json.line(entry).equals(text)) {
      return Optional.of("was changed: its hash does not fit");
    }
    return Optional.empty();
  }

  private AuditEntry entry(
      Optional<AuditEntry> last,
      String action,
      String subject,
      Map<String, String> digests,
      String detail) {
    Map<String, String> safe = new TreeMap<>();
    digests.forEach((name, value) -> safe.put(Redaction.of(name), Redaction.digest(value)));
    return new AuditEntry(
            last.map(AuditEntry::sequence).orElse(0L) + 1,
            clock.instant(),
            Redaction.of(actor),
            Redaction.of(action),
            Redaction.of(subject),
            safe,
            Redaction.of(detail),
            last.map(AuditEntry::hash).orElse(AuditEntry.START),
            "")
        .sealed();
  }

  private AuditEntry write(FileChannel channel, AuditEntry entry) throws IOException {
    byte[] line = (Json.line(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    if (line.length > LONGEST_LINE) {
      throw new AuditException(
          "the entry " + entry.action() + " is longer than " + LONGEST_LINE + " bytes; shorten it");
    }
    ByteBuffer bytes = ByteBuffer.wrap(line);
    channel.position(channel.size());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
    return entry;
  }

  /** The last whole line. */
  private Optional<AuditEntry> last(FileChannel channel) throws IOException {
    long end = endOfLastLine(channel);
    if (end == 0) {
      return Optional.empty();
    }
    byte[] tail = tail(channel, end);
    int start = tail.length - 2;
    while (start >= 0 && tail[start] != '\n') {
      start--;
    }
    String text = new String(tail, start + 1, tail.length - start - 2, StandardCharsets.UTF_8);
    AuditEntry entry;
    try {
      entry = Json.read(text, AuditEntry.class);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new AuditException(file + ": the last line is no audit entry; see lepton status", e);
    }
    if (!entry.hash().equals(entry.computedHash())) {
      throw new AuditException(file + ": the last line was changed; see lepton status");
    }
    return Optional.of(entry);
  }

  /** Takes out what stands behind the last newline and tells how many bytes that were. */
  private static long cutTorn(FileChannel channel) throws IOException {
    long end = endOfLastLine(channel);
    long torn = channel.size() - end;
    if (torn > 0) {
      channel.truncate(end);
    }
    return torn;
  }

  private static long endOfLastLine(FileChannel channel) throws IOException {
    long size = channel.size();
    byte[] tail = tail(channel, size);
    for (int i = tail.length - 1; i >= 0; i--) {
      if (tail[i] == '\n') {
        return size - tail.length + i + 1;
      }
    }
    if (tail.length < size) {
      throw new IOException("its last line is longer than any entry");
    }
    return 0;
  }

  /** Up to two longest lines before {@code end}. */
  private static byte[] tail(FileChannel channel, long end) throws IOException {
    int length = (int) Math.min(end, 2L * LONGEST_LINE);
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, end - length + bytes.position()) < 0) {
        throw new IOException("it became shorter while it was read");
      }
    }
    return bytes.array();
  }

  private static boolean endsWithNewline(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      return size == 0 || (channel.read(last, size - 1) == 1 && last.get(0) == '\n');
    }
  }

  /** Waits for other threads of this process too, for which a file lock is an error. */
  private FileLock lock(FileChannel channel) throws IOException {
    long began = System.nanoTime();
    while (true) {
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
      } catch (OverlappingFileLockException e) {
        // Another log on the same file in this process; it lets go as another process would.
      }
      if (System.nanoTime() - began > LOCK_PATIENCE_NANOS) {
        throw new AuditException(file + " is locked by another process; end it, then run again");
      }
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AuditException("interrupted while waiting for " + file, e);
      }
    }
  }

  private static String user() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown-host";
    }
    return System.getProperty("user.name", "unknown") + "@" + host;
  }
}
