package io.lepton.local.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.CloudException;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forced to disk: a path that cannot be opened fails the sync that was to force it. */
class DurabilityTest {
  private Path root;
  private ObjectStore store;

  @BeforeEach
  void open(@TempDir Path fresh) {
    root = fresh;
    store = new DirectoryStorage("local").open(Place.file(root));
    put("a/x");
    put("a/y");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void put(String key) {
    store.put(PutRequest.of(key, ObjectContent.of(key)));
  }

  /** Puts a link to itself in the place of what can be opened. */
  private void block(Path path) throws IOException {
    Files.move(path, root.resolve("moved"));
    Files.createSymbolicLink(path, path);
  }

  private void unblock(Path path) throws IOException {
    Files.delete(path);
    Files.move(root.resolve("moved"), path);
  }

  private void assertForces(Path path) throws IOException {
    block(path);
    assertThatThrownBy(() -> store.sync())
        .isInstanceOf(CloudException.class)
        .hasMessageContaining(path.toString());
    unblock(path);
  }

  @Test
  void aFileThatWasWrittenIsForced() throws Exception {
    assertForces(root.resolve("a/x"));
  }

  @Test
  void whereAFileWasDeletedIsForced() throws Exception {
    store.sync();
    assertThat(store.delete(List.of("a/x"))).isEmpty();
    assertForces(root.resolve("a"));
  }

  @Test
  void whatCouldNotBeForcedIsForcedByTheNextSync() throws Exception {
    assertForces(root.resolve("a/x"));
    assertForces(root.resolve("a/y"));
    store.sync();
    block(root.resolve("a/x"));
    store.sync();
    unblock(root.resolve("a/x"));
  }

  @Test
  void whatIsReplacedOrDeletedBeforeTheSyncIsNoError() {
    put("a/x");
    store.delete(List.of("a/x", "a/y"));
    store.sync();
  }
}
