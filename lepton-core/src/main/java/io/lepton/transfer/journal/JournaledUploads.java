package io.lepton.transfer.journal;

import io.lepton.spi.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/**
 * The uploads in parts that a transfer has open at the target, with the parts that are durable, and
 * the keys of which the store may hold an upload that nobody can name. Each change is durable at
 * return. Thread safe.
 */
public final class JournaledUploads {
  private static final char SEPARATOR = '\u0000';

  private final JournalFile file;
  private final MVMap<String, String> uploads;
  private final MVMap<String, String> parts;
  private final MVMap<String, String> doubtful;

  JournaledUploads(JournalFile file) {
    this.file = file;
    this.uploads = file.map("uploads");
    this.parts = file.map("parts");
    this.doubtful = file.map("doubtful");
  }

  boolean isEmpty() {
    return uploads.isEmpty() && doubtful.isEmpty();
  }

  /** Forgets all of it; durable with the next save. */
  void clear() {
    JournalFile.clear(uploads);
    JournalFile.clear(parts);
    JournalFile.clear(doubtful);
  }

  /** Notes an upload before it is started and again when its name is known. */
  public void note(OpenUpload upload) {
    file.save(
        () ->
            uploads.put(
                upload.key(),
                Fields.join(
                    upload.uploadId().map(id -> "+" + id).orElse("-"),
                    upload.sourceVersion(),
                    Long.toString(upload.partBytes()),
                    upload.metadataDigest())));
  }

  /** Forgets an upload that was completed or aborted, with its parts. */
  public void forget(OpenUpload upload) {
    file.save(
        () -> {
          uploads.remove(upload.key());
          upload
              .uploadId()
              .ifPresent(id -> parts(id).forEach(part -> parts.remove(partKey(id, part.number()))));
        });
  }

  /** The upload of one object that is open or was meant to be. */
  public Optional<OpenUpload> of(String key) {
    return file.guarded(() -> Optional.ofNullable(uploads.get(key)))
        .map(value -> upload(key, value));
  }

  /** Every upload that is open or was meant to be. */
  public List<OpenUpload> all() {
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

  /** The parts that are left of an upload of exactly this version; empty when none are known. */
  List<FinishedPart> left(ObjectInfo source) {
    return of(source.key())
        .filter(open -> open.sourceVersion().equals(source.version()))
        .flatMap(OpenUpload::uploadId)
        .map(this::parts)
        .orElse(List.of());
  }

  /** Adds a part; durable with the next save. */
  void add(FinishedPart part) {
    parts.put(
        partKey(part.uploadId(), part.number()),
        Fields.join(Long.toString(part.sizeBytes()), Long.toString(part.crc32c()), part.etag()));
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

  /** Notes that the store may hold an upload of {@code key} that no entry names. */
  public void doubt(String key) {
    file.save(() -> doubtful.put(key, ""));
  }

  /** Keys of which the store may hold uploads that no entry names. */
  public Set<String> doubtful() {
    return file.guarded(() -> Set.copyOf(doubtful.keySet()));
  }

  /** No upload of these keys is left but those that entries name. */
  public void settled(Set<String> keys) {
    file.save(() -> keys.forEach(doubtful::remove));
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
}
