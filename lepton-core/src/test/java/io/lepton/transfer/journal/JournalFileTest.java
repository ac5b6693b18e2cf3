package io.lepton.transfer.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.CloudException;
import io.lepton.transfer.manifest.ManifestEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalFileTest {

  @Test
  void aFileWhoseEntriesAreWrittenAnewInEachRunStaysSmall(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("journal.mv");
    Random random = new Random(7);
    long first = 0;
    for (int run = 0; run < 60; run++) {
      try (JournalFile file = JournalFile.open(path, Map.of("source", "a"))) {
        MVMap<String, String> finished = file.map("finished");
        for (int i = 0; i < (run == 0 ? 20_000 : 200); i++) {
          int key = run == 0 ? i : random.nextInt(20_000);
          finished.put("key %06d".formatted(key), "a version of this key, in run " + run);
        }
        file.save();
        file.compact();
      }
      first = run == 0 ? Files.size(path) : first;
    }
    assertThat(Files.size(path)).isLessThan(6 * first);
  }

  @Test
  void whatWasSavedIsThereAlthoughItsFileCannotBeMadeSmaller(@TempDir Path folder) {
    Path path = folder.resolve("journal.mv");
    try (JournalFile file = JournalFile.open(path, Map.of("source", "a"))) {
      file.map("finished").put("key", "version");
      file.save();
      file.close(); // the library closes it too when compacting goes wrong
      file.compact();
    }
    try (JournalFile file = JournalFile.open(path, Map.of("source", "a"))) {
      assertThat(file.map("finished").get("key")).isEqualTo("version");
    }
  }

  @Test
  void anInterruptWhileItIsMadeSmallerIsKeptForWhoeverLooks(@TempDir Path folder) {
    Path path = folder.resolve("journal.mv");
    try (JournalFile file = JournalFile.open(path, Map.of("source", "a"))) {
      file.map("finished").put("key", "version");
      file.save();
      Thread.currentThread().interrupt();
      file.compact();
      assertThat(Thread.interrupted()).isTrue();
    }
    try (JournalFile file = JournalFile.open(path, Map.of("source", "a"))) {
      assertThat(file.map("finished").get("key")).isEqualTo("version");
    }
  }

  /** Two runs would have two journals, of which the first is lost with its end. */
  @Test
  void aFileThatWasDeletedBeforeItWasLockedIsNotKeptTo(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("journal.mv");
    Map<String, String> traits = Map.of("source", "a");
    AtomicInteger opened = new AtomicInteger();
    Function<Path, MVStore> deletedMeanwhile =
        place -> {
          MVStore store = MVStore.open(place.toString());
          if (opened.incrementAndGet() < 3) {
            deleted(place);
            if (opened.get() == 2) {
              MVStore.open(place.toString()).close(); // as the next run makes it
            }
          }
          return store;
        };
    try (JournalFile file = JournalFile.open(path, traits, deletedMeanwhile)) {
      file.map("finished").put("key", "version");
      file.save();
    }
    assertThat(opened).hasValue(3);
    try (JournalFile file = JournalFile.open(path, traits)) {
      assertThat(file.map("finished").get("key")).isEqualTo("version");
    }
  }

  private static void deleted(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 4096, 5000})
  void whatIsLeftOfAJournalIsCalledDamaged(int bytes, @TempDir Path folder) throws IOException {
    Path path = folder.resolve("journal.mv");
    Map<String, String> traits = Map.of("source", "a");
    try (JournalFile file = JournalFile.open(path, traits)) {
      for (int i = 0; i < 1000; i++) {
        file.map("finished").put("key " + i, "version " + i);
      }
      file.save();
    }
    Files.write(path, Arrays.copyOf(Files.readAllBytes(path), bytes));
    assertThatThrownBy(() -> JournalFile.open(path, traits))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("it is damaged; delete it and run again");
    assertThatThrownBy(() -> JournalLook.at(path, traits))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("it is damaged; delete it and run again");
  }

  @Test
  void aMapThatCannotBeReadLeavesTheFileToBeDeletedAndMadeAnew(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path path = folder.resolve("journal.mv");
    Map<String, String> traits = Map.of("source", "a");
    save(path, traits, "1");
    try (JournalFile file = JournalFile.open(path, traits)) {
      file.map("uploads").put("key", "so that the chunk with the other map is not the last one");
      file.save();
    }
    damageRoot(path, "finished");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> TransferJournal.open(folder, traits))
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("it is damaged; delete it and run again");
      assertThatThrownBy(() -> TransferJournal.look(folder, traits))
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("it is damaged; delete it and run again");
    }
    assertThat(Elsewhere.open(folder)).isEqualTo(Elsewhere.Outcome.DAMAGED);
    Files.delete(path);
    TransferJournal.open(folder, traits).close();
  }

  /** Turns one bit of the page that a map is opened by. */
  private static void damageRoot(Path path, String map) throws IOException {
    damage(
        path,
        store ->
            Long.parseUnsignedLong(
                store.getLayoutMap().get("root." + store.getMetaMap().get("name." + map)), 16));
  }

  /** Turns one bit of a page, which the library finds by its checksum. */
  private static void damage(Path path, ToLongFunction<MVStore> page) throws IOException {
    long at;
    try (MVStore store = new MVStore.Builder().fileName(path.toString()).readOnly().open()) {
      long damaged = page.applyAsLong(store);
      String chunk =
          store
              .getLayoutMap()
              .get("chunk." + Integer.toHexString(DataUtils.getPageChunkId(damaged)));
      long block = Long.parseLong(DataUtils.parseMap(chunk).get("block"), 16);
      at = block * 4096 + DataUtils.getPageOffset(damaged);
    }
    byte[] bytes = Files.readAllBytes(path);
    bytes[Math.toIntExact(at) + 5] ^= 1;
    Files.write(path, bytes);
  }

  @Test
  void linesOfAManifestThatCannotBeReadAreCalledDamaged(@TempDir Path folder) throws IOException {
    Map<String, String> traits = Map.of("source", "a");
    try (TransferJournal journal = TransferJournal.open(folder, traits)) {
      for (int i = 0; i < 5000; i++) {
        journal
            .manifest()
            .add(new ManifestEntry("key " + i, i, "%08x".formatted(i), "%064x".formatted(i)));
      }
      journal.uploads().doubt("so that it is saved");
    }
    damage(
        folder.resolve(TransferJournal.FILE_NAME),
        store -> store.openMap("manifest").getRootPage().getChildPagePos(0));
    try (TransferJournal journal = TransferJournal.open(folder, traits)) {
      assertThatThrownBy(journal.manifest()::inOrder)
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("it is damaged; delete it and run again");
    }
  }

  @Test
  void whoLooksIsNotInTheWayOfARun(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("journal.mv");
    Map<String, String> traits = Map.of("source", "a");
    save(path, traits, "1");
    try (JournalFile look = JournalLook.at(path, traits).orElseThrow()) {
      save(path, traits, "2");
      Files.delete(path);
      for (int i = 0; i < 1000; i++) {
        assertThat(look.map("finished").get("key " + i)).isEqualTo("1");
      }
    }
  }

  private static void save(Path path, Map<String, String> traits, String version) {
    try (JournalFile file = JournalFile.open(path, traits)) {
      for (int i = 0; i < 1000; i++) {
        file.map("finished").put("key " + i, version);
      }
      file.save();
    }
  }
}
