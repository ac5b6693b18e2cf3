package io.lepton.azure.blob;

import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectKeys;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What lies below a prefix of a hierarchical account, in the order of UTF-8 bytes: one folder after
 * another, each at the place of its slash. The service lists a folder's entries by their names
 * without that slash, so a folder is held back until the entry at hand is none that goes before it:
 * {@code a} until {@code a-b} and {@code a.b} have passed. Only the names of folders are held, and
 * a page for each folder on the way down. Used by one thread at a time.
 */
final class FolderWalk {
  private final Lister lister;
  private final int most;
  private final Optional<String> after;
  private final Deque<Folder> open = new ArrayDeque<>();
  private Optional<DescribedBlob> next = Optional.empty();

  /** Lists entries of one folder. */
  interface Lister {
    XmlListing.Page page(String prefix, From from, int most);
  }

  /**
   * Where a page begins; at the first entry when both are empty.
   *
   * @param marker of the page before
   * @param key the first that it may have
   */
  record From(Optional<String> marker, Optional<String> key) {}

  /** Begins where {@code request} does; pages have {@code most} entries. */
  FolderWalk(Lister lister, ListRequest request, int most) {
    this.lister = lister;
    this.most = most;
    this.after = request.startAfter();
    String prefix = request.prefix();
    if (isLater(prefix) || isWithin(prefix)) {
      open.push(new Folder(prefix));
    }
  }

  /** Whether {@code key} comes after the key to start after. */
  private boolean isLater(String key) {
    return after.isEmpty() || ObjectKeys.ORDER.compare(key, after.get()) > 0;
  }

  /** Whether the key to start after begins with {@code prefix}. */
  private boolean isWithin(String prefix) {
    return after.isPresent() && after.get().startsWith(prefix);
  }

  /** The object at hand; empty at the end. */
  Optional<DescribedBlob> peek() {
    while (next.isEmpty() && !open.isEmpty()) {
      Optional<Entry> entry = open.element().next();
      if (entry.isEmpty()) {
        open.pop();
      } else if (entry.get().file().isPresent()) {
        next = entry.get().file().filter(file -> isLater(file.info().key()));
      } else if (isLater(entry.get().key()) || isWithin(entry.get().key())) {
        open.push(new Folder(entry.get().key()));
      }
    }
    return next;
  }

  void advance() {
    next = Optional.empty();
  }

  /** A file, or a folder, whose key ends in a slash. */
  private record Entry(String key, Optional<DescribedBlob> file) {}

  /** The entries of one folder in the order of their keys. */
  private final class Folder {
    private final String prefix;
    private final OrderedRun run = new OrderedRun();
    private final Deque<DescribedBlob> entries = new ArrayDeque<>();
    private final TreeSet<String> heldBack = new TreeSet<>(ObjectKeys.ORDER);
    private Optional<From> from;

    Folder(String prefix) {
      this.prefix = prefix;
      Optional<String> start =
          after
              .filter(key -> key.startsWith(prefix))
              .map(key -> key.substring(prefix.length()).split("/", 2)[0]);
      from = Optional.of(new From(Optional.empty(), start.map(prefix::concat)));
      start.ifPresent(this::holdBack);
    }

    /** Folders that are listed before an entry although what they hold comes after it. */
    private void holdBack(String entry) {
      int first = prefix.isEmpty() || prefix.endsWith("/") ? 1 : 0;
      for (int i = first; i < entry.length(); i++) {
        if (entry.charAt(i) < '/') {
          heldBack.add(prefix + entry.substring(0, i) + "/");
        }
      }
    }

    Optional<Entry> next() {
      while (true) {
        while (entries.isEmpty() && from.isPresent()) {
          load(from.get());
        }
        DescribedBlob entry = entries.peek();
        if (!heldBack.isEmpty() && (entry == null || goesBefore(heldBack.first(), entry))) {
          return Optional.of(new Entry(heldBack.pollFirst(), Optional.empty()));
        }
        if (entry == null) {
          return Optional.empty();
        }
        entries.remove();
        String key = entry.info().key();
        if (!key.endsWith("/")) {
          return Optional.of(new Entry(key, Optional.of(entry)));
        }
        heldBack.add(key);
      }
    }

    /** Whether a folder goes before an entry, and so before all that the service lists later. */
    private boolean goesBefore(String folder, DescribedBlob entry) {
      String key = entry.info().key();
      String name = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
      return ObjectKeys.ORDER.compare(folder, name) < 0;
    }

    private void load(From start) {
      XmlListing.Page page = lister.page(prefix, start, most);
      page.blobs().forEach(blob -> entries.addAll(run.next(blob)));
      from = page.next().map(marker -> new From(Optional.of(marker), Optional.empty()));
      if (from.isEmpty()) {
        entries.addAll(run.end());
      }
    }
  }
}
