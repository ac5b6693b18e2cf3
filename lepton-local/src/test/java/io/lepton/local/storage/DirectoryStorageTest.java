package io.lepton.local.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStorageTest {
  private Path root;
  private Path outside;

  @BeforeEach
  void useFolder(@TempDir Path fresh) throws IOException {
    root = Files.createDirectory(fresh.resolve("root"));
    outside = Files.createDirectory(fresh.resolve("outside"));
  }

  private static ObjectStore open(Path folder) {
    return new DirectoryStorage("local").open(Place.file(folder));
  }

  private static void put(ObjectStore store, String key, String text) {
    store.put(PutRequest.of(key, ObjectContent.of(text)));
  }

  private static String text(ObjectStore store, String key) throws IOException {
    try (ObjectReader reader = store.read(ReadRequest.of(key))) {
      return new String(reader.stream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> keys(ObjectStore store) {
    return store.list(ListRequest.all()).objects().stream().map(ObjectInfo::key).toList();
  }

  /** Every path below a folder with its type, size, times and content. */
  private static List<String> look(Path folder) throws IOException {
    List<String> seen = new ArrayList<>();
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) tree.sorted()::iterator) {
        seen.add(
            folder.relativize(path)
                + " "
                + FileState.of(path)
                + (Files.isRegularFile(path) ? Files.readString(path) : ""));
      }
    }
    return seen;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @Timeout(60)
  void aTargetWhereNoFolderCanBeIsNamedAndNotTriedForEver() {
    Path nowhere = Path.of("/proc/lepton");
    try (ObjectStore store = open(nowhere)) {
      CloudException error = catchThrowableOfType(CloudException.class, () -> put(store, "k", "x"));
      assertThat(error).hasMessageContaining("/proc/lepton").hasMessageContaining("no folder");
      assertThat(error.retryable()).isFalse();
    }
  }

  @Test
  void writesPlainFilesAndLeavesNothingElseBehind() throws Exception {
    Path fresh = root.resolve("new/root");
    try (ObjectStore store = open(fresh)) {
      put(store, "a/b.txt", "hello");
      store.sync();
    }
    assertThat(fresh.resolve("a/b.txt")).hasContent("hello");
    try (Stream<Path> tree = Files.walk(fresh)) {
      assertThat(tree.filter(Files::isRegularFile)).hasSize(1);
    }
    assertThat(fresh.resolve(".lepton")).doesNotExist();
  }

  @Test
  void aTreeThatIsOnlyReadStaysAsItWas() throws Exception {
    Files.createDirectories(root.resolve("a/empty"));
    Files.writeString(root.resolve("a/x"), "1");
    Files.writeString(root.resolve("a-b"), "2");
    Files.writeString(root.resolve("a0"), "3");
    List<String> before = look(root);
    try (ObjectStore store = open(root)) {
      ListPage page = store.list(ListRequest.all());
      assertThat(page.objects()).extracting(ObjectInfo::key).containsExactly("a-b", "a/x", "a0");
      assertThat(text(store, "a/x")).isEqualTo("1");
      assertThat(store.stat("missing")).isEmpty();
      assertThat(store.listUploads()).isEmpty();
      assertThat(store.delete(List.of("missing"))).isEmpty();
      store.sync();
    }
    assertThat(look(root)).isEqualTo(before);
  }

  @Test
  void deletingTheLastFileOfAFolderRemovesTheFolderButNoOther() throws Exception {
    Files.createDirectories(root.resolve("kept-empty"));
    try (ObjectStore store = open(root)) {
      put(store, "a/b/c", "x");
      put(store, "a/d", "y");
      store.delete(List.of("a/b/c"));
      assertThat(root.resolve("a/b")).doesNotExist();
      store.delete(List.of("a/d"));
    }
    assertThat(root.resolve("a")).doesNotExist();
    assertThat(root.resolve("kept-empty")).isDirectory();
  }

  @Test
  void linksAreReportedAndNeverFollowed() throws Exception {
    Files.writeString(outside.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("folder"), outside);
    Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
    Files.createSymbolicLink(root.resolve("dangling"), outside.resolve("nothing"));
    List<String> before = look(outside);
    try (ObjectStore store = open(root)) {
      ListPage page = store.list(ListRequest.all());
      assertThat(page.objects()).isEmpty();
      assertThat(page.skipped())
          .extracting(ListPage.Skipped::name)
          .containsExactly("dangling", "file", "folder");
      for (String key : List.of("folder/secret", "file", "dangling")) {
        assertThat(store.stat(key)).as(key).isEmpty();
      }
      List<String> written = List.of("folder/secret", "folder/new", "file", "dangling");
      for (String key : written) {
        put(store, key, "object " + key);
        assertThat(text(store, key)).isEqualTo("object " + key);
      }
      assertThat(keys(store)).containsExactly("dangling", "file", "folder/new", "folder/secret");
      assertThat(store.delete(written)).isEmpty();
      assertThat(keys(store)).isEmpty();
    }
    assertThat(look(outside)).isEqualTo(before);
    assertThat(root.resolve("dangling")).isSymbolicLink();
    assertThat(root.resolve("file")).isSymbolicLink();
  }

  @Test
  void aFolderThatBecomesALinkWhileTheStoreIsOpenLeadsNowhere() throws Exception {
    try (ObjectStore store = open(root)) {
      put(store, "a/b/one", "1");
      Files.move(root.resolve("a"), root.resolve("moved"));
      Files.createDirectories(outside.resolve("b"));
      Files.createSymbolicLink(root.resolve("a"), outside);
      put(store, "a/b/two", "2");
      assertThat(text(store, "a/b/two")).isEqualTo("2");
      assertThat(store.stat("a/b/one")).isEmpty();
    }
    assertThat(outside.resolve("b")).isEmptyDirectory();
  }

  @Test
  void theRootMayBeALink() throws Exception {
    Path link = Files.createSymbolicLink(outside.resolve("link"), root);
    try (ObjectStore store = open(link)) {
      put(store, "a/b", "x");
      assertThat(keys(store)).containsExactly("a/b");
    }
    assertThat(root.resolve("a/b")).hasContent("x");
  }

  @Test
  void namesThatAreNotUtf8AreReported() throws Exception {
    Process made =
        new ProcessBuilder("/bin/sh", "-c", "printf x > \"$(printf 'caf\\351')\"")
            .directory(root.toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    Files.writeString(root.resolve("d"), "x");
    try (ObjectStore store = open(root)) {
      ListPage page = store.list(ListRequest.all());
      assertThat(page.objects()).extracting(ObjectInfo::key).containsExactly("d");
      assertThat(page.skipped()).singleElement().asString().contains("not UTF-8");
    }
  }

  @Test
  void whatMayNotBeWrittenIsToldWithWhatToDo() {
    FileErrors errors = new FileErrors("local", Place.file(root));
    assertThat(
            errors.translate(
                "put", "k", new FileSystemException("/mnt/x", null, "Read-only file system")))
        .hasMessageContainingAll("/mnt/x", "mount it for writing");
    assertThat(errors.translate("put", "k", new AccessDeniedException("/mnt/x")))
        .hasMessageContainingAll("/mnt/x", "check owner, mode and attributes of the folder");
  }

  @Test
  void aPlaceWhereNoFolderCanBeMadeIsRefusedInWords() {
    Path place = Path.of("/proc");
    assumeTrue(Files.isDirectory(place.resolve("self")), "this system has no /proc");
    try (ObjectStore store = open(place)) {
      PutRequest request = PutRequest.of("k", ObjectContent.of("x"));
      assertThatThrownBy(() -> store.put(request))
          .isInstanceOfSatisfying(
              CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT))
          .hasMessageContaining("/proc: no folder can be made here; choose another name or place")
          .hasMessageNotContaining("Exception");
    }
  }

  @Test
  void aPathThatIsTooLongForAKeyIsToldWithTheLimit() throws Exception {
    Path deep = root;
    for (int i = 0; i < 6; i++) {
      deep = deep.resolve("x".repeat(200));
    }
    Files.createDirectories(deep);
    Files.writeString(deep.resolve("k"), "x");
    try (ObjectStore store = open(root)) {
      ListPage page = store.list(ListRequest.all());
      assertThat(page.objects()).isEmpty();
      assertThat(page.skipped()).singleElement().asString().contains("1,024 bytes", "shorten it");
    }
  }

  @Test
  void whatOthersChangeInPlaceIsNoticedWhileItIsRead() throws Exception {
    Path file = root.resolve("k");
    Files.write(file, new byte[1_000_000]);
    try (ObjectStore store = open(root);
        ObjectReader reader = store.read(ReadRequest.of("k"))) {
      assertThat(reader.read(ByteBuffer.allocate(1000))).isPositive();
      FileTime before = Files.getLastModifiedTime(file);
      Files.write(file, new byte[] {1}, StandardOpenOption.WRITE);
      Files.setLastModifiedTime(file, before);
      CloudException error =
          catchThrowableOfType(CloudException.class, () -> reader.stream().readAllBytes());
      assertThat(error).isNotNull();
      assertThat(error.kind()).isEqualTo(ErrorKind.PRECONDITION_FAILED);
    }
  }

  @Test
  void metadataTooLargeForAnAttributeIsKeptBesideAndGoesWithTheObject() throws Exception {
    ObjectMetadata large =
        new ObjectMetadata(Map.of(), Map.of("large", "v".repeat(100_000)), Map.of("t", "1"));
    try (ObjectStore store = open(root)) {
      store.put(PutRequest.of("k", ObjectContent.of("x")).metadata(large));
    }
    try (ObjectStore store = open(root)) {
      assertThat(store.stat("k").orElseThrow().metadata()).contains(large);
      assertThat(store.list(ListRequest.all()).objects().get(0).metadata()).contains(large);
      put(store, "k", "x");
      assertThat(store.stat("k").orElseThrow().metadata()).contains(ObjectMetadata.none());
      store.delete(List.of("k"));
    }
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void metadataKeptBesideIsThatOfTheContentItWasWrittenWith() throws Exception {
    ObjectMetadata large =
        new ObjectMetadata(Map.of(), Map.of("large", "v".repeat(100_000)), Map.of());
    try (ObjectStore store = open(root)) {
      PutRequest request = PutRequest.of("k", ObjectContent.of("x")).metadata(large);
      store.put(request);
      FileTime before = Files.getLastModifiedTime(root.resolve("k"));
      Files.writeString(root.resolve("k"), "yy");
      Files.setLastModifiedTime(root.resolve("k"), before);
      assertThat(store.stat("k").orElseThrow().metadata()).contains(ObjectMetadata.none());
      store.put(request);
      Files.setLastModifiedTime(root.resolve("k"), FileTime.fromMillis(1));
      assertThat(store.stat("k").orElseThrow().metadata()).contains(ObjectMetadata.none());
    }
  }

  @Test
  void objectsOfAStoreOpenedOnAFolderBelowAreReported() {
    try (ObjectStore below = open(root.resolve("sub"));
        ObjectStore above = open(root)) {
      put(below, "plain", "1");
      put(below, "odd/", "2");
      ListPage page = above.list(ListRequest.all());
      assertThat(page.objects()).extracting(ObjectInfo::key).containsExactly("sub/plain");
      assertThat(page.skipped()).extracting(ListPage.Skipped::name).containsExactly("sub/.lepton/");
    }
  }

  @Test
  void aFolderThatMayNotBeWrittenIsPermissionDenied() throws Exception {
    Path file = Files.writeString(root.resolve("no-folder"), "x");
    try (ObjectStore store = open(file)) {
      CloudException error = catchThrowableOfType(CloudException.class, () -> put(store, "k", "x"));
      assertThat(error).isNotNull();
      assertThat(error.location()).endsWith("no-folder/k");
    }
    assertThat(file).hasContent("x");
  }
}
