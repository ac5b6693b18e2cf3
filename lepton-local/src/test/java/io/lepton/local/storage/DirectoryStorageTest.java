package io.lepton.local.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.Place;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStorageTest {
  private Path folder;

  @BeforeEach
  void useFolder(@TempDir Path fresh) {
    folder = fresh;
  }

  private ObjectStore open(Path root) {
    return new DirectoryStorage("local").open(Place.file(root));
  }

  @Test
  void writesPlainFilesAndLeavesNothingElseBehind() throws Exception {
    Path root = folder.resolve("new/root");
    try (ObjectStore store = open(root)) {
      store.put(PutRequest.of("a/b.txt", ObjectContent.of("hello")));
      store.sync();
    }
    assertThat(root.resolve("a/b.txt")).hasContent("hello");
    try (var tree = Files.walk(root)) {
      assertThat(tree.filter(Files::isRegularFile)).hasSize(1);
    }
    assertThat(root.resolve(".lepton")).doesNotExist();
  }

  @Test
  void listsAnExistingTreeAsItIs() throws Exception {
    Files.createDirectories(folder.resolve("a"));
    Files.writeString(folder.resolve("a/x"), "1");
    Files.writeString(folder.resolve("a-b"), "2");
    Files.writeString(folder.resolve("a0"), "3");
    try (ObjectStore store = open(folder)) {
      ListPage page = store.list(ListRequest.all());
      assertThat(page.objects()).extracting(ObjectInfo::key).containsExactly("a-b", "a/x", "a0");
      assertThat(page.next()).isEmpty();
    }
    try (var tree = Files.list(folder)) {
      assertThat(tree).hasSize(3);
    }
  }
}
