package io.lepton.transfer.journal;

import io.lepton.transfer.manifest.ManifestEntry;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.MVMap;

/** The lines of a manifest to come, which a run adds in any order. Thread safe. */
public final class ManifestLines {
  private static final int COMMIT_EVERY = 2_000;

  private final JournalFile file;
  private final MVMap<byte[], String> lines;
  private final AtomicLong puts = new AtomicLong();

  ManifestLines(JournalFile file) {
    this.file = file;
    this.lines = file.map("manifest");
  }

  /** Keeps a line; durable with the next save. */
  public void add(ManifestEntry entry) {
    file.guarded(
        () -> {
          lines.put(entry.sortKey(), entry.line());
          // Uncommitted pages stay in memory.
          if (puts.incrementAndGet() % COMMIT_EVERY == 0) {
            file.commit();
          }
          return true;
        });
  }

  /** All of them in key order, read from disk as they are used. */
  public Iterator<String> inOrder() {
    Iterator<byte[]> keys = file.guarded(() -> lines.keyIterator(null));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return file.guarded(keys::hasNext);
      }

      @Override
      public String next() {
        return file.guarded(() -> lines.get(keys.next()));
      }
    };
  }

  /** Empties the manifest, before a run that will fill it. */
  public void clear() {
    file.guarded(
        () -> {
          JournalFile.clear(lines);
          return true;
        });
  }
}
