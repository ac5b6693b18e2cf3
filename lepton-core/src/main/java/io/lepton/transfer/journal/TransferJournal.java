package io.lepton.transfer.journal;

import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.spi.storage.IsoTime;
import io.lepton.spi.storage.ObjectInfo;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final String PLAIN = "plain";

  private final JournalFile file;
  private final MVMap<String, String> finished;
  private final JournaledUploads uploads;
  private final ManifestLines manifest;
  private final ListingMarks marks;

  /** What earlier runs left, where this one keeps nothing. */
  private final Optional<TransferJournal> past;

  private TransferJournal(JournalFile file, Optional<TransferJournal> past) {
    this.file = file;
    this.past = past;
    this.finished = file.map("finished");
    this.uploads = new JournaledUploads(file);
    this.manifest = new ManifestLines(file);
    this.marks = new ListingMarks(file);
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
        && past.map(TransferJournal::isEmpty).orElse(true);
  }

  /** The object as an earlier run finished it. */
  public Optional<FinishedObject> finished(String key) {
    String value = file.guarded(() -> finished.get(key));
    if (value == null) {
      return past.flatMap(earlier -> earlier.finished(key));
    }
    List<String> fields = Fields.split(value);
    FinishedObject.Form form =
        fields.size() > 2 && fields.get(2).equals(PLAIN)
            ? FinishedObject.Form.PLAIN
            : FinishedObject.Form.UNKNOWN;
    Optional<Instant> modified =
        fields.size() > 3 ? Optional.of(IsoTime.parse(fields.get(3))) : Optional.empty();
    return Optional.of(new FinishedObject(key, fields.get(0), fields.get(1), form, modified));
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
  public void add(Collection<FinishedObject> objects, Collection<FinishedPart> parts) {
    file.save(
        () -> {
          objects.forEach(object -> finished.put(object.key(), fields(object)));
          parts.forEach(uploads::add);
        });
  }

  /** The uploads in parts that are open. */
  public JournaledUploads uploads() {
    return uploads;
  }

  /**
   * The parts that are left of an earlier run's upload of exactly this version; empty when none are
   * known.
   */
  public List<FinishedPart> left(ObjectInfo source) {
    return past.orElse(this).uploads.left(source);
  }

  /** The manifest that this run fills. */
  public ManifestLines manifest() {
    return manifest;
  }

  /** What cuts the listings into ranges. */
  public ListingMarks marks() {
    return marks;
  }

  /**
   * Keeps for the next run which versions are proven equal, and nothing else: everything is
   * finished and durable.
   *
   * @param objects how many objects there are: when far more are remembered, most of them are gone,
   *     and all are forgotten
   */
  public void remember(long objects) {
    file.save(
        () -> {
          uploads.clear();
          manifest.clear();
          if (finished.sizeAsLong() > 2 * objects + 1000) {
            finished.clear();
          }
        });
    file.compact();
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
