package io.lepton.transfer.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.Limits;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.testkit.memory.MemoryProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RangedListingTest {
  private static final Limits PAGES_OF_SEVEN =
      new Limits(1, 1000, 50, 5000, 1 << 20, 1024, 10, 7, 1);

  private static ObjectStore store(Set<String> keys) {
    ObjectStore store = new MemoryProvider().limitedTo(PAGES_OF_SEVEN).store("mem://b/");
    keys.forEach(key -> store.put(PutRequest.of(key, ObjectContent.of(key))));
    return store;
  }

  private static RangedListing ranged(ObjectStore store, List<String> marks, AtomicInteger pages) {
    return new RangedListing(
        marks,
        range ->
            new ListingCursor(
                store.place(),
                request -> {
                  pages.incrementAndGet();
                  return store.list(request);
                },
                Runnable::run,
                skipped -> {},
                range),
        4);
  }

  private static List<String> keys(MergedListing.Side side) throws InterruptedException {
    List<String> keys = new ArrayList<>();
    for (Optional<ObjectInfo> at = side.peek(); at.isPresent(); at = side.peek()) {
      keys.add(at.get().key());
      side.advance();
    }
    return keys;
  }

  @Property(tries = 300)
  void whereverItIsCutEveryKeyComesOnceInOrder(
      @ForAll("keySets") Set<String> present, @ForAll("keySets") Set<String> cuts)
      throws InterruptedException {
    List<String> marks = cuts.stream().sorted(ObjectKeys.ORDER).toList();
    List<String> expected = present.stream().sorted(ObjectKeys.ORDER).toList();

    List<String> listed = keys(ranged(store(present), marks, new AtomicInteger()));

    assertThat(listed).isEqualTo(expected);
  }

  @Provide
  Arbitrary<Set<String>> keySets() {
    return Arbitraries.strings()
        .withChars('a', 'b', '/', '\ue000')
        .ofMinLength(1)
        .ofMaxLength(4)
        .set()
        .ofMaxSize(40);
  }

  @Test
  void aListingThatLeftMarksCostsNoMorePagesTheNextTime() throws InterruptedException {
    Set<String> present = new TreeSet<>();
    for (int i = 100; i < 200; i++) {
      present.add("key-" + i);
    }
    ObjectStore store = store(present);
    AtomicInteger first = new AtomicInteger();
    MarkedListing marked = new MarkedListing(ranged(store, List.of(), first), 7);
    assertThat(keys(marked)).hasSize(100);
    assertThat(marked.marks()).hasSize(14).startsWith("key-106").endsWith("key-197");

    AtomicInteger second = new AtomicInteger();
    assertThat(keys(ranged(store, marked.marks(), second))).hasSize(100);

    assertThat(second.get()).isEqualTo(first.get());
  }

  @Property(tries = 3)
  void marksAreThinnedOutEvenly(@ForAll @IntRange(min = 1, max = 3) int perMark)
      throws InterruptedException {
    int count = 200_000;
    MarkedListing marked = new MarkedListing(new Counting(count), perMark);

    keys(marked);

    assertThat(marked.marks().size()).isBetween(count / perMark / 16, 1 << 15);
    assertThat(marked.marks()).isSortedAccordingTo(ObjectKeys.ORDER);
  }

  private static final class Counting implements MergedListing.Side {
    private final int count;
    private int at;

    Counting(int count) {
      this.count = count;
    }

    @Override
    public Optional<ObjectInfo> peek() {
      return at < count
          ? Optional.of(
              new ObjectInfo(
                  String.format("%08d", at),
                  1,
                  "v",
                  Instant.EPOCH,
                  Checksums.none(),
                  Optional.empty()))
          : Optional.empty();
    }

    @Override
    public void advance() {
      at++;
    }
  }
}
