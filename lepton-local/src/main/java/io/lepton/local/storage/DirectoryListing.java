package io.lepton.local.storage;

import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists a tree page by page. The walk that gave a page is kept, so that the next page continues it
 * instead of reading every folder again; it is given up as soon as one of its folders changed.
 */
final class DirectoryListing {
  private static final int MAX_PAGE = 1000;
  private static final int MAX_KEPT = 8;

  private record Kept(String prefix, String lastKey, TreeWalk walk) {}

  private final Path root;
  private final OddKeys odd;
  private final MetadataFiles metadataFiles;
  private final Deque<Kept> kept = new ArrayDeque<>();

  DirectoryListing(Path root, OddKeys odd, MetadataFiles metadataFiles) {
    this.root = root;
    this.odd = odd;
    this.metadataFiles = metadataFiles;
  }

  ListPage page(ListRequest request) throws IOException {
    String after = request.startAfter().orElse("");
    TreeWalk walk = resume(request.prefix(), after);
    if (walk == null) {
      walk = new TreeWalk(root, odd, request.prefix(), after);
    }
    int most = Math.min(request.maxObjects(), MAX_PAGE);
    List<ObjectInfo> objects = new ArrayList<>();
    String last = after;
    while (objects.size() < most) {
      TreeWalk.Entry entry = walk.next();
      if (entry == null) {
        return new ListPage(objects, walk.takeSkipped(), Optional.empty());
      }
      last = entry.key();
      try {
        objects.add(describe(entry));
      } catch (NoSuchFileException e) {
        // Deleted since the walk came by: no object of this listing.
      }
    }
    ListPage page = new ListPage(objects, walk.takeSkipped(), Optional.of(last));
    keep(new Kept(request.prefix(), last, walk));
    return page;
  }

  private ObjectInfo describe(TreeWalk.Entry entry) throws IOException {
    FileState state = entry.state();
    return new ObjectInfo(
        entry.key(),
        state.sizeBytes(),
        state.version(),
        state.lastModified(),
        Checksums.none(),
        Optional.of(metadataFiles.read(entry.path(), entry.key(), state)));
  }

  private @Nullable TreeWalk resume(String prefix, String after) throws IOException {
    Kept found = null;
    synchronized (kept) {
      for (Iterator<Kept> all = kept.iterator(); found == null && all.hasNext(); ) {
        Kept candidate = all.next();
        if (candidate.lastKey().equals(after) && candidate.prefix().equals(prefix)) {
          all.remove();
          found = candidate;
        }
      }
    }
    return found != null && found.walk().resume() ? found.walk() : null;
  }

  private void keep(Kept walk) {
    synchronized (kept) {
      kept.addFirst(walk);
      if (kept.size() > MAX_KEPT) {
        kept.removeLast();
      }
    }
  }
}
