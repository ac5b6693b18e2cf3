package io.lepton.transfer.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {

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
}
