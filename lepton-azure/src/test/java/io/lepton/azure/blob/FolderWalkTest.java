package io.lepton.azure.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.CloudBackends;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import io.lepton.spi.storage.ObjectStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Accounts with a hierarchical namespace list in another order than all other stores. */
@Timeout(120)
class FolderWalkTest {
  private static final List<String> NAMES =
      List.of(
          "a",
          "a-b",
          "a b",
          "a.c",
          "a-b-c",
          "a.c-d",
          "a0",
          "b",
          "\u00e9",
          "a\uff21",
          "a\ud83d\ude00");

  private static List<String> keys(List<ObjectInfo> objects) {
    return objects.stream().map(ObjectInfo::key).toList();
  }

  private static List<String> all(ObjectStore store, String prefix, int most) {
    List<String> keys = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      ListPage page = store.list(new ListRequest(prefix, after, most));
      keys.addAll(keys(page.objects()));
      after = page.next();
    } while (after.isPresent());
    return keys;
  }

  /** Files in folders, no name of which is that of a folder too. */
  private static NavigableSet<String> tree(Random random) {
    TreeSet<String> keys = new TreeSet<>(ObjectKeys.ORDER);
    for (int i = random.nextInt(60); i >= 0; i--) {
      StringBuilder key = new StringBuilder();
      for (int depth = random.nextInt(4); depth > 0; depth--) {
        key.append(NAMES.get(random.nextInt(NAMES.size()))).append('/');
      }
      String file = key + NAMES.get(random.nextInt(NAMES.size()));
      boolean free =
          keys.stream().noneMatch(k -> k.startsWith(file + "/") || file.startsWith(k + "/"));
      if (free) {
        keys.add(file);
      }
    }
    return keys;
  }

  @Test
  void foldersAreListedWhereTheirSlashIs() {
    List<String> keys = List.of("a-b", "a-b-c/x", "a.c", "a/d/y", "a/z", "ab/q", "b");
    try (HierarchicalAccount account = new HierarchicalAccount(keys);
        CloudBackends backends = account.backends()) {
      ObjectStore store = backends.storage().orElseThrow().open(Place.parse("az://lake"));
      assertThat(all(store, "", 1000)).isEqualTo(keys);
      assertThat(account.requests()).as("all once, then each folder").isEqualTo(1 + 5);
      assertThat(all(store, "a/", 2)).containsExactly("a/d/y", "a/z");
      assertThat(all(store, "a", 1)).isEqualTo(keys.subList(0, 6));
      ObjectStore below = backends.storage().orElseThrow().open(Place.parse("az://lake/a"));
      assertThat(all(below, "", 1000)).containsExactly("d/y", "z");
    }
  }

  @Test
  void pagesOfOneFolderAreAskedForOnceEach() {
    List<String> keys = IntStream.range(1000, 1500).mapToObj(i -> "day/part-" + i).toList();
    try (HierarchicalAccount account = new HierarchicalAccount(keys);
        CloudBackends backends = account.backends()) {
      ObjectStore store = backends.storage().orElseThrow().open(Place.parse("az://lake/day"));
      assertThat(all(store, "", 100)).hasSize(500);
      assertThat(account.requests()).isLessThanOrEqualTo(7);
    }
  }

  @Test
  void everyTreeIsWalkedInOrderFromAnyKeyOn() {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      NavigableSet<String> keys = tree(random);
      try (HierarchicalAccount account = new HierarchicalAccount(keys)) {
        assertThat(walked(account, "", Optional.empty(), 1 + random.nextInt(20)))
            .as("seed " + seed)
            .containsExactlyElementsOf(keys);
        for (String key : keys) {
          String after = random.nextBoolean() ? key : key + "-";
          assertThat(walked(account, "", Optional.of(after), 1 + random.nextInt(20)))
              .as("seed " + seed + " after " + after)
              .containsExactlyElementsOf(keys.tailSet(after, false));
          String prefix = key.substring(0, random.nextInt(key.length() + 1));
          assertThat(walked(account, prefix, Optional.of(after), 1 + random.nextInt(20)))
              .as("seed " + seed + " of " + prefix + " after " + after)
              .containsExactlyElementsOf(
                  keys.tailSet(after, false).stream()
                      .filter(one -> one.startsWith(prefix))
                      .toList());
        }
      }
    }
  }

  private static List<String> walked(
      HierarchicalAccount account, String below, Optional<String> after, int most) {
    FolderWalk walk =
        new FolderWalk(
            (prefix, from, entries) -> {
              Map<String, String> query = new HashMap<>();
              query.put("delimiter", "/");
              query.put("prefix", prefix);
              query.put("maxresults", Integer.toString(entries));
              from.marker().ifPresent(marker -> query.put("marker", marker));
              from.key().ifPresent(key -> query.put("startFrom", OrderedRun.startOfDoubt(key)));
              return account.listed(query);
            },
            new ListRequest(below, after, most),
            most);
    List<String> keys = new ArrayList<>();
    for (; walk.peek().isPresent(); walk.advance()) {
      keys.add(walk.peek().get().info().key());
    }
    return keys;
  }

  /** What the service lists after the last of its keys tells nothing of the account. */
  @Test
  void aProcessThatHasSeenNoListingYetGoesOnFromAnyKey() {
    List<String> keys = List.of("a-b", "a/z");
    for (int i = 0; i <= keys.size(); i++) {
      try (HierarchicalAccount account = new HierarchicalAccount(keys);
          CloudBackends backends = account.backends()) {
        ObjectStore store = backends.storage().orElseThrow().open(Place.parse("az://lake"));
        ListRequest rest = i == 0 ? ListRequest.all() : ListRequest.all().after(keys.get(i - 1));
        assertThat(keys(store.list(rest).objects())).isEqualTo(keys.subList(i, keys.size()));
      }
    }
  }
}
