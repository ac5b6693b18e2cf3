package io.lepton.transfer.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferJournalTest {
  private static final Optional<Instant> MODIFIED =
      Optional.of(Instant.parse("2026-11-28T01:02:03.004Z"));
  private final Path folder;

  TransferJournalTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private TransferJournal open() {
    return TransferJournal.open(folder, Map.of("source", "a", "include", "*.csv"));
  }

  @Test
  void whatWasAddedIsThereAfterReopening() {
    OpenUpload upload = new OpenUpload("k:1", Optional.of("id\u0000:7"), "v:1", 10, "m");
    FinishedPart part = new FinishedPart("id\u0000:7", 12, 10, "\"etag\":", 99);
    try (TransferJournal journal = open()) {
      journal.uploads().note(upload);
      journal.add(
          List.of(new FinishedObject("a", "1:2", "", FinishedObject.Form.PLAIN, MODIFIED)),
          List.of(part));
    }
    try (TransferJournal journal = open()) {
      assertThat(journal.finished("a"))
          .contains(new FinishedObject("a", "1:2", "", FinishedObject.Form.PLAIN, MODIFIED));
      assertThat(journal.finished("b")).isEmpty();
      assertThat(journal.uploads().all()).containsExactly(upload);
      assertThat(journal.uploads().parts("id\u0000:7")).containsExactly(part);
      journal.uploads().forget(upload);
      assertThat(journal.uploads().all()).isEmpty();
      assertThat(journal.uploads().parts("id\u0000:7")).isEmpty();
    }
  }

  @Test
  void aSecondRunIsRefusedWhileTheFirstIsOpen() {
    try (TransferJournal first = open()) {
      assertThat(first.isEmpty()).isTrue();
      assertThatThrownBy(this::open)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("running already");
    }
  }

  @Test
  void theJournalOfAnEarlierFormatIsRefusedAndLeftAsItIs() {
    Path file = folder.resolve("journal.mv");
    try (MVStore earlier = MVStore.open(file.toString())) {
      earlier.openMap("about").put("format", "1");
    }
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(this::open)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("journal.mv was written by another version of lepton; delete it");
    }
  }

  @Test
  void theJournalOfAnotherTransferIsRefused() {
    open().close();
    Map<String, String> traits = Map.of("source", "a", "max-size", "9 bytes");
    assertThatThrownBy(() -> TransferJournal.open(folder, traits))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "journal.mv is the journal of another transfer: its include is *.csv, not none, and"
                + " its max-size is none, not 9 bytes; name another folder with --state, or delete it");
  }

  @Test
  void aDamagedJournalIsNamedAndCanBeDeleted() throws Exception {
    open().close();
    Path file = folder.resolve(TransferJournal.FILE_NAME);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, (byte) 0x5a);
    Files.write(file, bytes);

    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            CloudException.class,
            error -> {
              assertThat(error.kind()).isEqualTo(ErrorKind.DATA_CORRUPTED);
              assertThat(error.getMessage()).contains(file.toString(), "delete it");
            });

    Files.delete(file);
    open().close();
  }

  @Test
  void aLinkThatStandsForTheStateFolderStaysWhenTheJournalGoes() throws Exception {
    Path state = Files.createDirectory(folder.resolve("state"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), state);
    Map<String, String> traits = Map.of("source", "a");
    TransferJournal.open(link, traits).close();

    TransferJournal.open(link, traits).discard();

    assertThat(state).isEmptyDirectory();
    assertThat(link).isSymbolicLink();
  }

  @Test
  void nothingIsInTheJournalBeforeItIsDurable() {
    try (TransferJournal journal = open()) {
      Checkpoints checkpoints =
          new Checkpoints(
              journal,
              () -> {
                throw new IllegalStateException("the target cannot sync");
              },
              failure -> {});
      checkpoints.finished(
          new FinishedObject("a", "1", "2", FinishedObject.Form.UNKNOWN, MODIFIED));
      assertThatThrownBy(checkpoints::save).hasMessage("the target cannot sync");
      checkpoints.close();
      assertThat(journal.finished("a")).isEmpty();
    }
  }
}
