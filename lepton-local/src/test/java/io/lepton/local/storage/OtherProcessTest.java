package io.lepton.local.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.Place;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores in several processes, one of which is killed or lives in another locale. */
class OtherProcessTest {

  private static Process start(String locale, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(OtherProcess.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LC_ALL", locale);
    return builder.start();
  }

  private static ObjectStore open(Path root) {
    return new DirectoryStorage("local").open(Place.file(root));
  }

  private static List<Path> temporaries(Path root) throws IOException {
    Path all = root.resolve(".lepton/tmp");
    if (!Files.exists(all)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(all)) {
      return tree.filter(path -> String.valueOf(path.getFileName()).matches("\\d+")).toList();
    }
  }

  @Test
  void aKilledWriterLeavesNothingVisibleAndTheNextWriterTidiesUp(@TempDir Path root)
      throws Exception {
    Process writer = start("C.UTF-8", "hang-in-write", root.toString(), "k");
    try (BufferedReader output = writer.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("writing");
      try (ObjectStore store = open(root)) {
        store.put(PutRequest.of("other", ObjectContent.of("x")));
        assertThat(store.stat("k")).isEmpty();
        assertThat(temporaries(root)).as("a living writer's file stays").hasSize(1);
      }
    } finally {
      writer.destroyForcibly();
    }
    assertThat(writer.waitFor()).isNotZero();
    assertThat(temporaries(root)).hasSize(1);
    try (ObjectStore store = open(root)) {
      assertThat(store.stat("k")).isEmpty();
      store.put(PutRequest.of("k", ObjectContent.of("x")));
      assertThat(temporaries(root)).isEmpty();
    }
    assertThat(root.resolve(".lepton")).doesNotExist();
  }

  @Test
  void keysBeyondAsciiAreTheSameInEveryLocale(@TempDir Path root) throws Exception {
    Process writer = start("C", "put", root.toString());
    assertThat(writer.waitFor()).isZero();
    for (String locale : List.of("C", "C.UTF-8")) {
      Process lister = start(locale, "list", root.toString());
      byte[] listed = lister.getInputStream().readAllBytes();
      assertThat(lister.waitFor()).isZero();
      assertThat(new String(listed, StandardCharsets.UTF_8)).isEqualTo("caf\u00e9/\u6f22");
    }
    try (ObjectStore store = open(root)) {
      assertThat(store.list(ListRequest.all()).objects())
          .extracting(ObjectInfo::key)
          .containsExactly("caf\u00e9/\u6f22");
    }
  }
}
