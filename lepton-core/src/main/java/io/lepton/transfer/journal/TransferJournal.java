package io.lepton.transfer.journal;

import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.manifest.ManifestEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

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

  private static final int COMMIT_EVERY = 2_000;
  private static final String PLAIN = "plain";
  private static final char SEPARATOR = '\u0000';

  private final JournalFile file;
  private final MVMap<String, String> finished;
  private final MVMap<String, String> uploads;
  private final MVMap<String, String> parts;
  private final MVMap<String, String> doubtful;
  private final MVMap<String, String> marks;
  private final MVMap<byte[], String> manifest;

  private final AtomicLong manifestPuts = new AtomicLong();

  /** What earlier runs left, where this one keeps nothing. */
  private final Optional<TransferJournal> past;

  private TransferJournal(JournalFile file, Optional<TransferJournal> past) {
    this.file = file;
    this.past = past;
    this.finished = file.map("finished");
    this.uploads = file.map("uploads");
    this.parts = file.map("parts");
    this.doubtful = file.map("doubtful");
    this.marks = file.map("marks");
    this.manifest = file.map("manifest");
  }

  /**
   * Opens the journal in {@code folder}, which is made when missing.
   *
   * @param traits what tells its transfer from others, by name: the journal of a transfer with
   *     other traits is refused, naming what differs
   * @throws InputException when another run has it open, or it belongs to another transfer
   * @throws CloudException DATA_CORRUPTED when it cannot be read, naming the file, which may be
   *     deleted: then everything is compared anew; RESOURCE_EXHAUSTED when its disk is full
   */
  public static TransferJournal open(Path folder, Map<String, String> traits) {
    return new TransferJournal(
        JournalFile.open(folder.resolve(FILE_NAME), traits), Optional.empty());
  }

  /**
   * A journal that keeps nothing, for runs that only look: it knows what earlier runs finished,
   * unless a run of this process has the journal open or another is changing it now. Makes no
   * folder, and keeps no run from the journal.
   *
   * @throws InputException when the journal in {@code folder} belongs to another transfer
   * @throws CloudException DATA_CORRUPTED when it cannot be read, as {@link #open}
   */
  public static TransferJournal look(Path folder, Map<String, String> traits) {
    return new TransferJournal(
        JournalFile.inMemory(FILE_NAME),
        JournalLook.at(folder.resolve(FILE_NAME), traits)
            .map(file -> new TransferJournal(file, Optional.empty())));
  }

  /** Whether nothing was left by an earlier run. */
  public boolean isEmpty() {
    return finished.isEmpty()
        && uploads.isEmpty()
        && doubtful.isEmpty()
        && past.map(TransferJournal::isEmpty).orElse(true);
  }

  /** The object as an earlier run finished it. */
  public Optional<FinishedObject> finished(String key) {
    return file.guarded(() -> Optional.ofNullable(finished.get(key)))
        .map(
            value -> {
              List<String> fields = Fields.split(value);
              FinishedObject.Form form =
                  fields.size() > 2 && fields.get(2).equals(PLAIN)
                      ? FinishedObject.Form.PLAIN
                      : FinishedObject.Form.UNKNOWN;
              Optional<Instant> modified =
                  fields.size() > 3 ? Optional.of(Instant.parse(fields.get(3))) : Optional.empty();
              return new FinishedObject(key, fields.get(0), fields.get(1), form, modified);
            })
        .or(() -> past.flatMap(earlier -> earlier.finished(key)));
  }

  /**
   * What is known where an earlier run copied exactly this version, and the copy is still there.
   */
  public Optional<FinishedObject> finished(ObjectInfo source, ObjectInfo target) {
    return finished(source.key()).filter(known -> known.isOf(source, target));
  }

  /** Whether what lies at the target was written by an earlier run and is none encrypted. */
  public boolean knowsPlain(ObjectInfo target) {
    return finished(target.key())
        .filter(known -> known.targetVersion().equals(target.version()))
        .filter(known -> known.form() == FinishedObject.Form.PLAIN)
        .isPresent();
  }

  private static String fields(FinishedObject object) {
    String form =
        switch (object.form()) {
          case PLAIN -> PLAIN;
          case UNKNOWN -> "";
        };
    String source = object.sourceVersion();
    String target = object.targetVersion();
    return object
        .sourceModified()
        .map(time -> Fields.join(source, target, form, time.toString()))
        .orElseGet(() -> Fields.join(source, target, form));
  }

  /** Adds finished objects and parts, and makes the file durable. */
  public void add(Collection<FinishedObject> objects, Collection<FinishedPart> newParts) {
    file.guarded(
        () -> {
          for (FinishedObject object : objects) {
            finished.put(object.key(), fields(object));
          }
          for (FinishedPart part : newParts) {
            parts.put(
                partKey(part.uploadId(), part.number()),
                Fields.join(
                    Long.toString(part.sizeBytes()), Long.toString(part.crc32c()), part.etag()));
          }
          file.save();
          return true;
        });
  }

  /** Notes an upload before it is started and again when its name is known; durable at return. */
  public void note(OpenUpload upload) {
    file.guarded(
        () -> {
          uploads.put(
              upload.key(),
              Fields.join(
                  upload.uploadId().map(id -> "+" + id).orElse("-"),
                  upload.sourceVersion(),
                  Long.toString(upload.partBytes()),
                  upload.metadataDigest()));
          file.save();
          return true;
        });
  }

  /** Forgets an upload that was completed or aborted, with its parts. */
  public void forget(OpenUpload upload) {
    file.guarded(
        () -> {
          uploads.remove(upload.key());
          upload
              .uploadId()
              .ifPresent(id -> parts(id).forEach(part -> parts.remove(partKey(id, part.number()))));
          file.save();
          return true;
        });
  }

  /** Notes that the store may hold an upload of {@code key} that no entry names. */
  public void doubt(String key) {
    file.guarded(
        () -> {
          doubtful.put(key, "");
          file.save();
          return true;
        });
  }

  /** Keys of which the store may hold uploads that no entry names. */
  public Set<String> doubtful() {
    return file.guarded(() -> Set.copyOf(doubtful.keySet()));
  }

  /** No upload of these keys is left but those that entries name. */
  public void settled(Set<String> keys) {
    file.guarded(
        () -> {
          keys.forEach(doubtful::remove);
          file.save();
          return true;
        });
  }

  /** The upload of one object that an earlier run left open. */
  public Optional<OpenUpload> upload(String key) {
    return file.guarded(() -> Optional.ofNullable(uploads.get(key)))
        .map(value -> upload(key, value));
  }

  /**
   * The parts that are left of an earlier run's upload of exactly this version; empty when none are
   * known.
   */
  public List<FinishedPart> left(ObjectInfo source) {
    return past.isPresent()
        ? past.get().left(source)
        : upload(source.key())
            .filter(open -> open.sourceVersion().equals(source.version()))
            .flatMap(OpenUpload::uploadId)
            .map(this::parts)
            .orElse(List.of());
  }

  /** Every upload that is open or was meant to be. */
  public List<OpenUpload> uploads() {
    return file.guarded(
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
    return file.guarded(
        () -> {
          String prefix = uploadId + SEPARATOR;
          List<FinishedPart> found = new ArrayList<>();
          for (Cursor<String, String> at = parts.cursor(prefix); at.hasNext(); ) {
            String key = at.next();
            if (!key.startsWith(prefix)) {
              break;
            }
            List<String> fields = Fields.split(at.getValue());
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
    file.guarded(
        () -> {
          manifest.put(entry.sortKey(), entry.line());
          // Uncommitted pages stay in memory.
          if (manifestPuts.incrementAndGet() % COMMIT_EVERY == 0) {
            file.commit();
          }
          return true;
        });
  }

  /** The manifest's lines in key order, read from disk as they are used. */
  public Iterator<String> manifestLines() {
    Iterator<byte[]> keys = file.guarded(() -> manifest.keyIterator(null));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return file.guarded(keys::hasNext);
      }

      @Override
      public String next() {
        return file.guarded(() -> manifest.get(keys.next()));
      }
    };
  }

  /** Empties the manifest, before a run that will fill it. */
  public void clearManifest() {
    file.guarded(
        () -> {
          if (!manifest.isEmpty()) {
            manifest.clear();
          }
          return true;
        });
  }

  private static OpenUpload upload(String key, String value) {
    List<String> fields = Fields.split(value);
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

  /** Keys that cut one side's listing into pages, in order, as {@link #marks(String, List)} set. */
  public List<String> marks(String side) {
    return file.guarded(
        () -> {
          List<String> found = new ArrayList<>();
          for (Cursor<String, String> at = marks.cursor(side + SEPARATOR); at.hasNext(); ) {
            if (!at.next().startsWith(side + SEPARATOR)) {
              break;
            }
            found.add(at.getValue());
          }
          return found;
        });
  }

  /** Keeps keys that cut one side's listing, for the next run; durable with the next save. */
  public void marks(String side, List<String> keys) {
    file.guarded(
        () -> {
          List<String> before = marks(side);
          if (!keys.equals(before)) {
            for (int i = 0; i < Math.max(before.size(), keys.size()); i++) {
              String name = side + SEPARATOR + String.format("%09d", i);
              if (i < keys.size()) {
                marks.put(name, keys.get(i));
              } else {
                marks.remove(name);
              }
            }
          }
          return true;
        });
  }

  /**
   * Keeps for the next run which versions are proven equal, and nothing else: everything is
   * finished and durable.
   *
   * @param objects how many objects there are: when far more are remembered, most of them are gone,
   *     and all are forgotten
   */
  public void remember(long objects) {
    file.guarded(
        () -> {
          boolean stale = finished.sizeAsLong() > 2 * objects + 1000;
          for (MVMap<?, ?> map : List.of(uploads, parts, doubtful, manifest)) {
            if (!map.isEmpty()) {
              map.clear();
            }
          }
          if (stale) {
            finished.clear();
          }
          file.save();
          file.compact();
          return true;
        });
  }

  /** Deletes the file and closes: everything is finished and durable. */
  public void discard() {
    file.discard();
  }

  /** Closes the file and lets another run have it; what was added stays. */
  @Override
  public void close() {
    past.ifPresent(TransferJournal::close);
    file.close();
  }
}
