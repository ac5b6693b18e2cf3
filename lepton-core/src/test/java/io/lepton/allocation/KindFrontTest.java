package io.lepton.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random machines, many of which stand in for others. */
class KindFrontTest {
  private static final Offer OFFER =
      new Offer("aws", "r", "z", "m", 1, 1, "", 0, OptionalLong.of(1), OptionalLong.empty());
  private static final int[] QUOTAS = {0, 1};

  @Test
  void machinesThatAnotherStandsInForAreLeftOutAndAllOthersKept() {
    for (int seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      KindFront front = new KindFront(0, QUOTAS);
      List<Kind> all = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Kind kind = kind(random);
        all.add(kind);
        if (!front.beats(kind)) {
          front.add(kind);
        }
      }
      List<Kind> kept = front.sorted();
      assertThat(all).allMatch(kind -> kept.stream().anyMatch(other -> standsInFor(other, kind)));
      for (Kind kind : kept) {
        assertThat(kept).filteredOn(other -> standsInFor(other, kind)).containsExactly(kind);
      }
    }
  }

  private static boolean standsInFor(Kind one, Kind other) {
    return one.standsInFor(other.cost(), other.capacity(), other.uses());
  }

  private static Kind kind(Random random) {
    long[] size = {random.nextInt(5), random.nextInt(5), random.nextInt(3)};
    long[] uses = {size[0], random.nextInt(2)};
    long cost = 1 + size[0] + random.nextInt(6);
    Candidate machine = new Candidate(OFFER, Purchase.ON_DEMAND, cost);
    return new Kind(machine, 0, cost, size, Long.MAX_VALUE, new long[0], QUOTAS, uses);
  }
}
