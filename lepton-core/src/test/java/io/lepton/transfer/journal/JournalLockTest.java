package io.lepton.transfer.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.InputException;
import io.lepton.spi.CloudException;
import io.lepton.transfer.journal.Elsewhere.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalLockTest {
  private final Path folder;
  private final Path link;

  JournalLockTest(@TempDir Path temporary) {
    this.folder = temporary.resolve("state");
    this.link = temporary.resolve("link");
  }

  @BeforeEach
  void link() throws IOException {
    Files.createSymbolicLink(link, Files.createDirectory(folder));
  }

  private TransferJournal open() {
    return TransferJournal.open(folder, Elsewhere.TRAITS);
  }

  private static void isRefused(Path folder) {
    assertThatThrownBy(() -> TransferJournal.open(folder, Elsewhere.TRAITS))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("journal.mv is in use: this transfer is running already");
  }

  private static void findsNothing(Path folder) {
    try (TransferJournal look = TransferJournal.look(folder, Elsewhere.TRAITS)) {
      assertThat(look.isEmpty()).isTrue();
    }
  }

  @Test
  void aRunOfAnotherProcessIsRefusedWhoeverWasRefusedHere() throws Exception {
    try (TransferJournal running = open()) {
      running.uploads().doubt("key");
      isRefused(folder);
      isRefused(folder.resolve("../state"));
      isRefused(link);
      assertThat(Elsewhere.open(folder)).isEqualTo(Outcome.REFUSED);
    }
    assertThat(Elsewhere.open(folder)).isEqualTo(Outcome.OPENED);
  }

  @Test
  void aRunOfAnotherProcessIsRefusedWhoeverLookedHere() throws Exception {
    try (TransferJournal running = open()) {
      running.uploads().doubt("key");
      findsNothing(folder);
      findsNothing(link);
      assertThat(Elsewhere.open(link)).isEqualTo(Outcome.REFUSED);
    }
    try (TransferJournal look = TransferJournal.look(link, Elsewhere.TRAITS)) {
      assertThat(look.isEmpty()).isFalse();
    }
  }

  @Test
  void askingWhoHasAFileTakesNothingFromTheRunThatHasIt() throws Exception {
    Path file = folder.resolve(TransferJournal.FILE_NAME);
    try (TransferJournal running = open()) {
      running.uploads().doubt("key");
      assertThat(JournalLock.isHeld(file)).isTrue();
      assertThat(JournalLock.isHeld(link.resolve(TransferJournal.FILE_NAME))).isTrue();
      assertThat(Elsewhere.open(folder)).isEqualTo(Outcome.REFUSED);
    }
    assertThat(JournalLock.isHeld(file)).isFalse();
  }

  @Test
  void aRunThatHasEndedTakesNothingFromTheNextOne() throws Exception {
    TransferJournal first = open();
    first.close();
    try (TransferJournal second = open()) {
      second.uploads().doubt("key");
      first.close();
      isRefused(folder);
      assertThat(Elsewhere.open(folder)).isEqualTo(Outcome.REFUSED);
    }
    TransferJournal third = open();
    third.discard();
    try (TransferJournal fourth = open()) {
      fourth.uploads().doubt("key");
      third.close();
      isRefused(folder);
    }
  }

  @Test
  void whatCouldNotBeOpenedIsFree() throws Exception {
    open().close();
    assertThatThrownBy(() -> TransferJournal.open(folder, Map.of("source", "b")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the journal of another transfer");
    open().close();

    Path file = folder.resolve(TransferJournal.FILE_NAME);
    Files.write(file, new byte[] {1, 2, 3});
    assertThatThrownBy(this::open).isInstanceOf(CloudException.class);
    assertThat(JournalLock.isHeld(file)).isFalse();
    Files.delete(file);
    open().close();
  }

  @Test
  void runsThatEndWhileOthersBeginAreNotInTheirWay() throws Exception {
    Files.delete(folder);
    Callable<Boolean> runs =
        () -> {
          for (int i = 0; i < 400; i++) {
            try {
              open().discard();
            } catch (InputException e) {
              assertThat(e).hasMessageContaining("journal.mv is in use");
            }
          }
          return true;
        };
    ExecutorService others = Executors.newFixedThreadPool(4);
    try {
      for (Future<Boolean> ended : others.invokeAll(Collections.nCopies(4, runs))) {
        assertThat(ended.get()).isTrue();
      }
    } finally {
      others.shutdownNow();
    }
    assertThat(folder.resolve(TransferJournal.FILE_NAME)).doesNotExist();
  }
}
