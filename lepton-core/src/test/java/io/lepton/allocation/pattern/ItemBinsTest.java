package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ItemBinsTest {
  private static final int BINS = 6;

  private final PackingModel model = TightPackings.quadruples(BINS, 100, 3);
  private final ItemBins bins = new ItemBins(model);

  ItemBinsTest() {
    bins.load(packing());
  }

  /** Four items a bin, as they were made. */
  private Packing packing() {
    Map<Pattern, Long> patterns = new LinkedHashMap<>();
    for (int bin = 0; bin < BINS; bin++) {
      long[] counts = new long[model.classes()];
      Arrays.fill(counts, 4 * bin, 4 * bin + 4, 1);
      patterns.put(Pattern.of(0, counts), 1L);
    }
    return new Packing(patterns, BINS);
  }

  @Test
  void aPackingThatWasLoadedComesOutAgain() {
    assertThat(bins.count()).isEqualTo(BINS);
    assertThat(bins.packing()).isEqualTo(packing());
  }

  @Test
  void anItemOnlyFitsWhereAllOfItsSizesDo() {
    assertThat(bins.fits(0, 1)).isFalse();
    bins.remove(4);
    bins.remove(5);
    assertThat(bins.fits(0, 1)).isTrue();
  }

  @Test
  void aBinThatClosesIsReplacedByTheLastOne() {
    int[] last = Arrays.copyOf(bins.members[BINS - 1], 4);
    for (int item = 0; item < 4; item++) {
      bins.remove(item);
    }
    bins.close(0);
    assertThat(bins.count()).isEqualTo(BINS - 1);
    assertThat(Arrays.copyOf(bins.members[0], bins.held[0])).isEqualTo(last);
    bins.remove(last[1]);
    assertThat(bins.held[0]).isEqualTo(3);
  }

  @Property(tries = 50)
  void whateverIsMovedLoadsAreTheSumsOfWhatBinsHoldAndNoBinIsOverfull(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    bins.load(packing());
    Random random = new Random(seed);
    Deque<Integer> outside = new ArrayDeque<>();
    for (int step = 0; step < 300; step++) {
      int from = random.nextInt(bins.count());
      int to = random.nextInt(bins.count());
      if (!outside.isEmpty() && bins.fits(outside.getFirst(), to)) {
        bins.insert(outside.removeFirst(), to);
      }
      if (from == to || bins.held[from] == 0) {
        continue;
      }
      int item = bins.members[from][random.nextInt(bins.held[from])];
      int other = bins.held[to] == 0 ? -1 : bins.members[to][random.nextInt(bins.held[to])];
      if (bins.fits(item, to)) {
        bins.move(item, to);
      } else if (other >= 0 && bins.swappable(item, other)) {
        bins.swap(item, other);
      } else {
        bins.remove(item);
        outside.addLast(item);
      }
    }
    int inside = 0;
    for (int bin = 0; bin < bins.count(); bin++) {
      long[] sums = new long[model.dimensions()];
      for (int k = 0; k < bins.held[bin]; k++) {
        for (int d = 0; d < sums.length; d++) {
          sums[d] += bins.size[bins.members[bin][k]][d];
        }
      }
      inside += bins.held[bin];
      assertThat(bins.load[bin]).isEqualTo(sums);
      for (int d = 0; d < sums.length; d++) {
        assertThat(sums[d]).isLessThanOrEqualTo(model.capacity()[0][d]);
      }
    }
    assertThat(inside + outside.size()).isEqualTo(bins.items());
  }
}
