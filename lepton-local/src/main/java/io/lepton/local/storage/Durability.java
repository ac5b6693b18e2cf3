package io.lepton.local.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes finished writes survive a crash of the machine, many at a time.
 *
 * <p>A few files are forced one by one, each with its folder. Many are flushed by one {@code
 * syncfs(2)} of their file system through {@code sync -f} of GNU coreutils: 10,000 files cost one
 * journal commit instead of 10,000. Where that command is missing, files are forced by several
 * threads, whose requests the file system's journal groups.
 */
final class Durability {
  /** Up to so many paths, forcing each is quicker than starting a process. */
  private static final int FEW = 16;

  /** Without syncfs, paths are forced as soon as there are so many, to bound memory. */
  private static final int MANY = 20_000;

  private static final int FORCING_THREADS = 8;

  private final Path root;
  private final Object flushing = new Object();
  private Set<Path> waiting = new HashSet<>();
  private boolean syncfsWorks =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");

  Durability(Path root) {
    this.root = root;
  }

  /** A file became visible under its name, or lost it. */
  void changed(Path file, Path folder) throws IOException {
    boolean full;
    synchronized (this) {
      waiting.add(file);
      waiting.add(folder);
      full = waiting.size() >= MANY;
    }
    if (full) {
      flush();
    }
  }

  /** A folder was created. */
  void created(Path folder) {
    Path above = folder.getParent();
    synchronized (this) {
      waiting.add(folder);
      if (above != null) {
        waiting.add(above);
      }
    }
  }

  /** Returns when everything that was told before this call is on disk. */
  void flush() throws IOException {
    synchronized (flushing) {
      Set<Path> batch;
      synchronized (this) {
        batch = waiting;
        waiting = new HashSet<>();
      }
      boolean done = false;
      try {
        if (batch.size() <= FEW) {
          force(batch);
        } else if (!(syncfsWorks && syncfs())) {
          syncfsWorks = false;
          forceInParallel(new ArrayList<>(batch));
        }
        done = true;
      } finally {
        if (!done) {
          synchronized (this) {
            waiting.addAll(batch);
          }
        }
      }
    }
  }

  private boolean syncfs() throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder("sync", "-f", root.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return false;
    }
    try {
      return process.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
      throw new IOException("interrupted while the file system was flushed", e);
    }
  }

  private static void forceInParallel(List<Path> batch) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(FORCING_THREADS);
    try {
      List<Future<?>> running = new ArrayList<>();
      int share = batch.size() / FORCING_THREADS + 1;
      for (int from = 0; from < batch.size(); from += share) {
        List<Path> some = batch.subList(from, Math.min(batch.size(), from + share));
        running.add(
            threads.submit(
                () -> {
                  force(some);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while files were forced to disk", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void force(Collection<Path> batch) throws IOException {
    for (Path path : batch) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (NoSuchFileException e) {
        // Replaced or deleted since: its folder, forced too, tells what is there now.
        if (Files.exists(path)) {
          throw e;
        }
      }
    }
  }
}
