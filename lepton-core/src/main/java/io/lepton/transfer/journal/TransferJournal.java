package io.lepton.transfer.journal;

import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.transfer.manifest.ManifestEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of one transfer: a file in its state folder, locked by the run that has it open.
 *
 * <p>Whoever adds an entry promises that what it tells is durable at the target already. Entries
 * are lost at worst, with a crash of the machine, and never wrong: the file is written by appending
 * checksummed chunks, and reopening falls back to the last whole one. Thread safe.
 */
public final class TransferJournal implements AutoCloseable {
  /** Name of the file in the state folder. */
  public static final String FILE_NAME = "journal.mv";

  private static final Logger LOG = LoggerFactory.getLogger(TransferJournal.class);
  private static final String FORMAT = "1";
  private static final int COMMIT_EVERY = 2_000;
  private static final char SEPARATOR = '\u0000';

  private final Path file;
  private final boolean madeFolder;
  private final MVStore store;
  private final MVMap<String, String> finished;
  private final MVMap<String, String> uploads;
  private final MVMap<String, String> parts;
  private final MVMap<String, String> doubtful;
  private final MVMap<byte[], String> manifest;

  private final AtomicLong manifestPuts = new AtomicLong();

  private TransferJournal(Path file, MVStore store, boolean madeFolder) {
    this.file = file;
    this.madeFolder = madeFolder;
    this.store = store;
    this.finished = store.openMap("finished");
    this.uploads = store.openMap("uploads");
    this.parts = store.openMap("parts");
    this.doubtful = store.openMap("doubtful");
    this.manifest = store.openMap("manifest");
  }

  /**
   * Opens the journal in {@code folder}, which is made when missing.
   *
   * @param transfer what it is the journal of: a journal of anything else is refused
   * @throws InputException when another run has it open, or it belongs to another transfer
   * @throws CloudException DATA_CORRUPTED when it cannot be read, naming the file, which may be
   *     deleted: then everything is compared anew; RESOURCE_EXHAUSTED when its disk is full
   */
  public static TransferJournal open(Path folder, String transfer) {
    Path file = folder.resolve(FILE_NAME);
    boolean existed = Files.exists(folder) && !Files.exists(file);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InputException(
          "state folder " + folder + " cannot be made (" + e + "); name another with --state", e);
    }
    MVStore store = null;
    try {
      store =
          new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().cacheSize(4).open();
      store.setRetentionTime(0);
      checkOwner(store, file, transfer);
      return new TransferJournal(file, store, !existed);
    } catch (MVStoreException e) {
      close(store);
      throw explain(e, file);
    } catch (InputException e) {
      close(store);
      throw e;
    }
  }

  /** A journal that keeps nothing, for runs that only look. */
  public static TransferJournal inMemory() {
    return new TransferJournal(Path.of(FILE_NAME), MVStore.open(null), false);
  }

  private static void checkOwner(MVStore store, Path file, String transfer) {
    MVMap<String, String> about = store.openMap("about");
    String format = about.get("format");
    if (format == null) {
      about.put("format", FORMAT);
      about.put("transfer", transfer);
      store.commit();
      return;
    }
    String owner = about.get("transfer");
    if (!format.equals(FORMAT) || !transfer.equals(owner)) {
      throw new InputException(
          file
              + " is the journal of another transfer ("
              + owner
              + "); name another folder with --state, or delete it");
    }
  }

  private static void close(@Nullable MVStore store) {
    if (store != null) {
      store.closeImmediately();
    }
  }

  /** Whether nothing was left by an earlier run. */
  public boolean isEmpty() {
    return finished.isEmpty() && uploads.isEmpty() && doubtful.isEmpty();
  }

  /** The object as an earlier run finished it. */
  public Optional<FinishedObject> finished(String key) {
    return guarded(() -> Optional.ofNullable(finished.get(key)))
        .map(
            value -> {
              List<String> fields = split(value);
              return new FinishedObject(key, fields.get(0), fields.get(1));
            });
  }

  /** Adds finished objects and parts, and makes the file durable. */
  public void add(Collection<FinishedObject> objects, Collection<FinishedPart> newParts) {
    guarded(
        () -> {
          for (FinishedObject object : objects) {
            finished.put(object.key(), join(object.sourceVersion(), object.targetVersion()));
          }
          for (FinishedPart part : newParts) {
            parts.put(
                partKey(part.uploadId(), part.number()),
                join(Long.toString(part.sizeBytes()), Long.toString(part.crc32c()), part.etag()));
          }
          save();
          return true;
        });
  }

  /** Notes an upload before it is started and again when its name is known; durable at return. */
  public void note(OpenUpload upload) {
    guarded(
        () -> {
          uploads.put(
              upload.key(),
              join(
                  upload.uploadId().map(id -> "+" + id).orElse("-"),
                  upload.sourceVersion(),
                  Long.toString(upload.partBytes()),
                  upload.metadataDigest()));
          save();
          return true;
        });
  }

  /** Forgets an upload that was completed or aborted, with its parts. */
  public void forget(OpenUpload upload) {
    guarded(
        () -> {
          uploads.remove(upload.key());
          upload
              .uploadId()
              .ifPresent(id -> parts(id).forEach(part -> parts.remove(partKey(id, part.number()))));
          save();
          return true;
        });
  }

  /** Notes that the store may hold an upload of {@code key} that no entry names. */
  public void doubt(String key) {
    guarded(
        () -> {
          doubtful.put(key, "");
          save();
          return true;
        });
  }

  /** Keys of which the store may hold uploads that no entry names. */
  public Set<String> doubtful() {
    return guarded(() -> Set.copyOf(doubtful.keySet()));
  }

  /** No upload of these keys is left but those that entries name. */
  public void settled(Set<String> keys) {
    guarded(
        () -> {
          keys.forEach(doubtful::remove);
          save();
          return true;
        });
  }

  /** The upload of one object that an earlier run left open. */
  public Optional<OpenUpload> upload(String key) {
    return guarded(() -> Optional.ofNullable(uploads.get(key))).map(value -> upload(key, value));
  }

  /** Every upload that is open or was meant to be. */
  public List<OpenUpload> uploads() {
    return guarded(
        () -> {
          List<OpenUpload> all = new ArrayList<>();
          for (Cursor<String, String> at = uploads.cursor(null); at.hasNext(); ) {
            String key = at.next();
            all.add(upload(key, at.getValue()));
          }
          return all;
        });
  }

  /** The parts of an upload that are durable, by number. */
  public List<FinishedPart> parts(String uploadId) {
    return guarded(
        () -> {
          String prefix = uploadId + SEPARATOR;
          List<FinishedPart> found = new ArrayList<>();
          for (Cursor<String, String> at = parts.cursor(prefix); at.hasNext(); ) {
            String key = at.next();
            if (!key.startsWith(prefix)) {
              break;
            }
            List<String> fields = split(at.getValue());
            found.add(
                new FinishedPart(
                    uploadId,
                    Integer.parseInt(key.substring(prefix.length())),
                    Long.parseLong(fields.get(0)),
                    fields.get(2),
                    Long.parseLong(fields.get(1))));
          }
          return found;
        });
  }

  /** Keeps a line of the manifest to come; durable with the next save. */
  public void manifest(ManifestEntry entry) {
    guarded(
        () -> {
          manifest.put(entry.sortKey(), entry.line());
          // Uncommitted pages stay in memory.
          if (manifestPuts.incrementAndGet() % COMMIT_EVERY == 0) {
            store.commit();
          }
          return true;
        });
  }

  /** The manifest's lines in key order, read from disk as they are used. */
  public Iterator<String> manifestLines() {
    Iterator<byte[]> keys = manifest.keyIterator(null);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return guarded(keys::hasNext);
      }

      @Override
      public String next() {
        return guarded(() -> manifest.get(keys.next()));
      }
    };
  }

  /** Empties the manifest, before a run that will fill it. */
  public void clearManifest() {
    guarded(
        () -> {
          if (!manifest.isEmpty()) {
            manifest.clear();
          }
          return true;
        });
  }

  private void save() {
    store.commit();
    store.sync();
  }

  private static OpenUpload upload(String key, String value) {
    List<String> fields = split(value);
    String id = fields.get(0);
    return new OpenUpload(
        key,
        id.startsWith("+") ? Optional.of(id.substring(1)) : Optional.empty(),
        fields.get(1),
        Long.parseLong(fields.get(2)),
        fields.get(3));
  }

  private static String partKey(String uploadId, int number) {
    return uploadId + SEPARATOR + String.format("%06d", number);
  }

  /** Length-prefixed, because versions and ETags may hold any character. */
  private static String join(String... fields) {
    StringBuilder joined = new StringBuilder();
    for (String field : fields) {
      joined.append(field.length()).append(':').append(field);
    }
    return joined.toString();
  }

  private static List<String> split(String joined) {
    List<String> fields = new ArrayList<>(4);
    for (int at = 0; at < joined.length(); ) {
      int colon = joined.indexOf(':', at);
      int end = colon + 1 + Integer.parseInt(joined, at, colon, 10);
      fields.add(joined.substring(colon + 1, end));
      at = end;
    }
    return fields;
  }

  private <T> T guarded(Supplier<T> access) {
    try {
      return access.get();
    } catch (MVStoreException e) {
      throw explain(e, file);
    }
  }

  private static RuntimeException explain(MVStoreException e, Path file) {
    return switch (e.getErrorCode()) {
      case DataUtils.ERROR_FILE_LOCKED ->
          new InputException(
              file
                  + " is in use: this transfer is running already; wait for it, stop it, or name"
                  + " another folder with --state",
              e);
      case DataUtils.ERROR_FILE_CORRUPT,
          DataUtils.ERROR_UNSUPPORTED_FORMAT,
          DataUtils.ERROR_CHUNK_NOT_FOUND,
          DataUtils.ERROR_SERIALIZATION ->
          CloudException.of(ErrorKind.DATA_CORRUPTED)
              .operation("open journal")
              .location(file.toString())
              .cause(e)
              .message(
                  "it is damaged; delete it and run again: nothing is lost, what is at the target"
                      + " is compared anew");
      default ->
          CloudException.of(ErrorKind.RESOURCE_EXHAUSTED)
              .operation("write journal")
              .location(file.toString())
              .cause(e)
              .message(
                  "it cannot be written ("
                      + deepest(e).getMessage()
                      + "); free space or name another folder with --state, then run again to"
                      + " continue");
    };
  }

  private static Throwable deepest(Throwable error) {
    Throwable at = error;
    while (at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
    }
    return at;
  }

  /** Deletes the file and closes: everything is finished and durable. */
  public void discard() {
    try {
      // Deleted while it is still locked, so that no other run can have opened it in between.
      Files.deleteIfExists(file);
      store.closeImmediately();
      deleteFolder();
    } catch (IOException e) {
      store.closeImmediately();
      deleteClosed();
    }
  }

  /** The folder goes too, unless it was the caller's before or holds anything else. */
  private void deleteFolder() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (madeFolder && folder != null) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        LOG.debug("{} holds more than the journal and stays", folder);
      }
    }
  }

  private void deleteClosed() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be deleted; delete it by hand", e);
    }
  }

  /** Closes the file and lets another run have it; what was added stays. */
  @Override
  public void close() {
    if (!store.isClosed()) {
      store.closeImmediately();
    }
  }
}
