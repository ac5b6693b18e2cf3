package io.lepton.local.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.Place;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pages that go on where another ended, whoever asks for them and whatever happened meanwhile. */
@Timeout(60)
class DirectoryListingTest {
  private static final List<String> KEYS =
      Stream.of(
              "a-b",
              "a/",
              "a/b",
              "a/b//c",
              "a/c/d",
              "a/d",
              "a0",
              "b//x",
              "b/x",
              "c/my.lepton/x",
              "d",
              "my.lepton/x",
              "z/1",
              "z/2")
          .sorted(ObjectKeys.ORDER)
          .toList();

  private Path root;

  @BeforeEach
  void fill(@TempDir Path fresh) throws IOException {
    root = fresh;
    try (ObjectStore store = open()) {
      KEYS.forEach(key -> put(store, key, key));
    }
    Files.createSymbolicLink(root.resolve("link"), root);
  }

  private ObjectStore open() {
    return new DirectoryStorage("local").open(Place.file(root));
  }

  private static void put(ObjectStore store, String key, String text) {
    store.put(PutRequest.of(key, ObjectContent.of(text)));
  }

  private static ListPage page(ObjectStore store, String prefix, String after, int most) {
    return store.list(
        new ListRequest(prefix, Optional.of(after).filter(key -> !key.isEmpty()), most));
  }

  private static List<String> keys(ListPage page) {
    return page.objects().stream().map(ObjectInfo::key).toList();
  }

  /** Waits until a change would show in the times of the folders. */
  private void settle() throws IOException {
    while (!settled(root, "") || !settled(root.resolve("z"), "z/")) {
      Thread.onSpinWait();
    }
  }

  private static boolean settled(Path folder, String keyPrefix) throws IOException {
    return Objects.requireNonNull(Folder.read(folder, keyPrefix)).stillCurrent();
  }

  @Test
  void aListingBeginsAnywhere() {
    List<String> afters = new ArrayList<>(KEYS);
    afters.addAll(List.of("", "a/b/", "a.", "b/", "b//", "c/", "c0", "nothing", "z/0", "zz"));
    for (String prefix :
        List.of("", "a", "a/", "a/b", "b/", "b//", "c/my", "my", "z/2", "nothing")) {
      for (String after : afters) {
        List<String> wanted =
            KEYS.stream()
                .filter(key -> key.startsWith(prefix) && ObjectKeys.ORDER.compare(key, after) > 0)
                .toList();
        try (ObjectStore store = open()) {
          assertThat(keys(page(store, prefix, after, 1000)))
              .as("'%s' after '%s'", prefix, after)
              .isEqualTo(wanted);
        }
      }
    }
  }

  @Test
  void pagesTogetherTellEachObjectAndWhatIsNoneOnce() throws Exception {
    settle();
    for (int most = 1; most <= KEYS.size() + 1; most++) {
      List<String> told = new ArrayList<>();
      List<String> skipped = new ArrayList<>();
      try (ObjectStore store = open()) {
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
          ListPage page = page(store, "", after.get(), most);
          told.addAll(keys(page));
          page.skipped().forEach(one -> skipped.add(one.name()));
          after = page.next();
        }
      }
      assertThat(told).isEqualTo(KEYS);
      assertThat(skipped).containsExactly("link");
    }
  }

  @Test
  void whatIsWrittenBetweenTwoPagesIsTold() throws Exception {
    try (ObjectStore store = open()) {
      for (String key : List.of("e//odd", "e", "z/15", "f//odd")) {
        settle();
        page(store, "", "", 3);
        put(store, key, "new");
        assertThat(keys(page(store, "", KEYS.get(2), 1000))).contains(key);
      }
      settle();
      page(store, "", "", 3);
      store.delete(List.of("f//odd", "d"));
      assertThat(keys(page(store, "", KEYS.get(2), 1000)))
          .contains("e//odd")
          .doesNotContain("f//odd", "d");
    }
  }

  @Test
  void whatIsChangedInPlaceBetweenTwoPagesIsToldAsItIs() throws Exception {
    try (ObjectStore store = open()) {
      for (int before = 1; before < KEYS.size(); before++) {
        String key = KEYS.get(before);
        if (key.contains("//") || key.endsWith("/")) {
          continue;
        }
        settle();
        page(store, "", "", before);
        Files.writeString(root.resolve(key), "of another size " + before);
        assertThat(page(store, "", KEYS.get(before - 1), 1).objects())
            .containsExactly(store.stat(key).orElseThrow());
      }
    }
  }

  @Test
  void aPlainFileHidesWhatLayBesideALinkInItsPlace() throws Exception {
    try (ObjectStore store = open()) {
      put(store, "link", "beside");
      Files.delete(root.resolve("link"));
      assertThat(store.stat("link")).isPresent();
      Files.writeString(root.resolve("link"), "plain file");
      ListPage page = page(store, "li", "", 1000);
      assertThat(page.objects()).containsExactly(store.stat("link").orElseThrow());
      assertThat(page.objects().get(0).sizeBytes()).isEqualTo(10);
      store.delete(List.of("link"));
      assertThat(keys(page(store, "li", "", 1000))).isEmpty();
    }
  }
}
