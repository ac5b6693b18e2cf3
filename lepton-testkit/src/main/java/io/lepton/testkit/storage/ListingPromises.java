package io.lepton.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class ListingPromises extends Promises {

  /** In order; "a", "a-b" and "a.b" sort around the slash of "a/b". */
  private static final List<String> KEYS =
      List.of(
          "A", "a", "a!", "a-b", "a.b", "a/a", "a/b", "a/b-c", "a/b/c", "a0", "b", "b/b/b", "c");

  ListingPromises(ObjectStoreContract contract) {
    super(contract);
  }

  private void putAll(List<String> keys) {
    List<String> shuffled = new ArrayList<>(keys);
    Collections.shuffle(shuffled, new Random(6));
    shuffled.forEach(key -> put(key, key));
  }

  private static ListRequest request(String prefix, String after, int most) {
    return new ListRequest(prefix, after.isEmpty() ? Optional.empty() : Optional.of(after), most);
  }

  private List<String> keysOf(ListRequest request) {
    return list(request).stream().map(ObjectInfo::key).toList();
  }

  @Test
  void anEmptyPlaceListsNothing() {
    ListPage page = store().list(ListRequest.all());
    assertThat(page.objects()).isEmpty();
    assertThat(page.skipped()).isEmpty();
    assertThat(page.next()).isEmpty();
  }

  @Test
  void aListingIsOrderedAndTellsSizeVersionAndTime() {
    putAll(KEYS);
    List<ObjectInfo> listed = list(ListRequest.all());
    assertThat(listed).extracting(ObjectInfo::key).containsExactlyElementsOf(KEYS);
    for (ObjectInfo one : listed) {
      ObjectInfo stat = info(one.key());
      assertThat(one.sizeBytes()).isEqualTo(one.key().length());
      assertThat(one.version()).isEqualTo(stat.version());
      assertThat(one.lastModified())
          .as("an HTTP date has whole seconds, a listing more")
          .isCloseTo(stat.lastModified(), within(1, ChronoUnit.SECONDS));
    }
  }

  @Test
  void theOrderIsThatOfUtf8BytesAndNotOfUtf16() {
    List<String> keys =
        List.of("a\ud83d\ude00", "a\ue000", "a\uffee", "az", "a\ud800\udc00/x", "a\uffee/x")
            .stream()
            .filter(this::takesKey)
            .toList();
    putAll(keys);
    assertThat(keys()).containsExactlyElementsOf(keys.stream().sorted(ObjectKeys.ORDER).toList());
    assertThat(keysOf(request("", "a\uffee/x", 1)))
        .containsExactlyElementsOf(
            keys.stream()
                .filter(key -> ObjectKeys.ORDER.compare(key, "a\uffee/x") > 0)
                .sorted(ObjectKeys.ORDER)
                .toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 12, 13, 14, 1000})
  void pagesOfAnySizeGiveEachObjectOnce(int size) {
    putAll(KEYS);
    ListRequest request = request("", "", size);
    assertThat(store().list(request).objects().size()).isLessThanOrEqualTo(size);
    assertThat(keysOf(request)).containsExactlyElementsOf(KEYS);
  }

  @Test
  void aListingResumesAfterAnyKeyAlsoElsewhere() {
    putAll(KEYS);
    for (int i = 0; i < KEYS.size(); i++) {
      ListRequest request = request("", KEYS.get(i), 1000);
      List<String> rest = KEYS.subList(i + 1, KEYS.size());
      assertThat(keysOf(request)).containsExactlyElementsOf(rest);
      assertThat(another().list(request).objects())
          .extracting(ObjectInfo::key)
          .startsWith(rest.stream().limit(1).toArray(String[]::new));
    }
  }

  @Test
  void aListingResumesAfterAKeyThatDoesNotExist() {
    putAll(KEYS);
    assertThat(keysOf(request("", "a/b-", 1000)).get(0)).isEqualTo("a/b-c");
    assertThat(keysOf(request("", "a/zz", 1000)).get(0)).isEqualTo("a0");
    assertThat(keysOf(request("", "a/", 1000)).get(0)).isEqualTo("a/a");
    assertThat(keysOf(request("", "0", 1000))).containsExactlyElementsOf(KEYS);
    assertThat(keysOf(request("", "zzz", 1000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/", "a/b", "a/b/", "b/b/b", "c", "b/", "x", "a/b/c/d", "A", "a-"})
  void aPrefixSelectsKeysThatBeginWithIt(String prefix) {
    putAll(KEYS);
    List<String> expected = KEYS.stream().filter(key -> key.startsWith(prefix)).toList();
    for (int size : new int[] {1, 2, 1000}) {
      assertThat(keysOf(request(prefix, "", size))).containsExactlyElementsOf(expected);
    }
    List<String> later =
        expected.stream().filter(key -> ObjectKeys.ORDER.compare(key, "a/b") > 0).toList();
    assertThat(keysOf(request(prefix, "a/b", 2))).containsExactlyElementsOf(later);
  }

  @Test
  void objectsThatComeAndGoBetweenPagesDisturbNoOther() {
    putAll(List.of("b", "d", "f/1", "f/2", "h"));
    ListPage first = store().list(request("", "", 2));
    assertThat(first.objects()).extracting(ObjectInfo::key).containsExactly("b", "d");
    store().delete(List.of("d", "f/1"));
    put("a", "before");
    put("e", "after");
    put("f/3", "after");
    String after = first.next().orElseThrow();
    assertThat(keysOf(request("", after, 2))).containsExactly("e", "f/2", "f/3", "h");
  }

  @Test
  void anObjectThatIsReplacedBetweenPagesIsListedAsItIs() {
    putAll(List.of("a", "b", "c"));
    ListPage first = store().list(request("", "", 1));
    put("c", "a longer content");
    List<ObjectInfo> rest = list(request("", first.next().orElseThrow(), 1));
    assertThat(rest).extracting(ObjectInfo::key).containsExactly("b", "c");
    assertThat(rest.get(1).version()).isEqualTo(info("c").version());
    assertThat(rest.get(1).sizeBytes()).isEqualTo(16);
  }

  @Test
  void moreThanAThousandObjectsAreListedCompletely() throws Exception {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 1_050; i++) {
      keys.add((i % 3 == 0 ? "x/" : "y") + i);
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<ObjectInfo>> running = new ArrayList<>();
      keys.forEach(key -> running.add(threads.submit(() -> put(key, ""))));
      for (Future<ObjectInfo> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    keys.sort(ObjectKeys.ORDER);
    assertThat(keys()).isEqualTo(keys);
    assertThat(keysOf(request("", "", 100_000))).isEqualTo(keys);
    assertThat(store().list(request("", "", 100_000)).objects().size())
        .isLessThanOrEqualTo(provider().limits().maxListPage());
  }

  @Test
  void twoListingsAtOnceDoNotDisturbEachOther() {
    putAll(KEYS);
    List<String> one = new ArrayList<>();
    List<String> two = new ArrayList<>();
    ListPage left = store().list(request("", "", 2));
    ListPage right = store().list(request("", "", 3));
    left.objects().forEach(object -> one.add(object.key()));
    right.objects().forEach(object -> two.add(object.key()));
    while (left.next().isPresent() || right.next().isPresent()) {
      if (left.next().isPresent()) {
        left = store().list(request("", left.next().get(), 2));
        left.objects().forEach(object -> one.add(object.key()));
      }
      if (right.next().isPresent()) {
        right = store().list(request("", right.next().get(), 3));
        right.objects().forEach(object -> two.add(object.key()));
      }
    }
    assertThat(one).isEqualTo(KEYS);
    assertThat(two).isEqualTo(KEYS);
  }
}
