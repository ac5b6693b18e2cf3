package io.lepton.transfer.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.CloudException;
import io.lepton.spi.Place;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MergedListingTest {
  private static final Place PLACE = Place.parse("mem://bucket/");

  private static ObjectInfo object(String key) {
    return new ObjectInfo(key, 0, "v", Instant.EPOCH, Checksums.none(), Optional.empty());
  }

  private static Function<ListRequest, ListPage> pages(Set<String> keys, int pageSize) {
    NavigableSet<String> sorted = new TreeSet<>(ObjectKeys.ORDER);
    sorted.addAll(keys);
    return request -> {
      NavigableSet<String> rest =
          request.startAfter().map(after -> sorted.tailSet(after, false)).orElse(sorted);
      List<ObjectInfo> page = rest.stream().limit(pageSize).map(key -> object(key)).toList();
      return new ListPage(
          page,
          List.of(),
          page.size() < rest.size()
              ? Optional.of(page.get(page.size() - 1).key())
              : Optional.empty());
    };
  }

  private static ListingCursor cursor(Function<ListRequest, ListPage> lister) {
    return new ListingCursor(PLACE, lister, Runnable::run, skipped -> {});
  }

  @Property(tries = 300)
  void everyKeyComesOnceInOrderWithBothSides(
      @ForAll @Size(max = 40) Set<@StringLength(min = 1, max = 3) String> left,
      @ForAll @Size(max = 40) Set<@StringLength(min = 1, max = 3) String> right,
      @ForAll @IntRange(min = 1, max = 9) int pageSize)
      throws Exception {
    NavigableSet<String> all = new TreeSet<>(ObjectKeys.ORDER);
    all.addAll(left);
    all.addAll(right);
    MergedListing merged =
        new MergedListing(cursor(pages(left, pageSize)), cursor(pages(right, pageSize)));
    List<String> seen = new ArrayList<>();
    for (Optional<KeyPair> next = merged.next(); next.isPresent(); next = merged.next()) {
      KeyPair pair = next.get();
      seen.add(pair.key());
      assertThat(pair.source().isPresent()).isEqualTo(left.contains(pair.key()));
      assertThat(pair.target().isPresent()).isEqualTo(right.contains(pair.key()));
    }
    assertThat(seen).containsExactlyElementsOf(all);
  }

  @Test
  void disorderIsAnErrorAndNoEnd() {
    ListingCursor cursor =
        cursor(
            request ->
                new ListPage(List.of(object("b"), object("a")), List.of(), Optional.empty()));
    assertThatThrownBy(
            () -> {
              cursor.peek();
              cursor.advance();
              cursor.peek();
            })
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("'a' comes after 'b'");
  }

  @Test
  void aPageThatLeadsBackIsAnErrorAndNoLoop() {
    ListingCursor cursor =
        cursor(request -> new ListPage(List.of(), List.of(), Optional.of("same")));
    assertThatThrownBy(cursor::peek)
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("leads back");
  }
}
