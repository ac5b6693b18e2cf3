package io.lepton.local.runtime;

import io.lepton.spi.ErrorKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Excludes other processes, and other threads of this one, by a lock on a file. The system releases
 * it when its holder dies.
 */
final class FileMutex implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final FileChannel channel;

  private FileMutex(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits for the lock. The file is left there for the next one: deleting it would let two in. */
  static FileMutex acquire(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (attempt(channel) == null) {
        if (System.nanoTime() - deadline > 0) {
          throw LocalFailures.of(ErrorKind.TIMED_OUT, "lock", file)
              .retryable()
              .message(
                  "another lepton process has been busy with it for "
                      + PATIENCE.toMinutes()
                      + " minutes");
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
      return new FileMutex(channel);
    } catch (InterruptedException e) {
      channel.close();
      throw LocalFailures.interrupted("lock", file, e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
