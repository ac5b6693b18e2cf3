package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Bounds and shares where each kind's room has prices of its own. */
class RoomAscentTest {
  @Test
  void roomThatFitsTogetherOnlyAcrossKindsOfBinsIsNotCounted() {
    // One large bin of both kinds would have 20 by 20 for 20; apart, four copies fit in each.
    PackingModel model = unlike();
    AreaRelaxation area = new AreaRelaxation(model, 1_000);
    area.run(Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false));
    assertThat(area.bound()).isLessThan(1_001);
    assertThat(RoomAscents.of(model).bound()).isBetween(2_490.0, 2_500.0);
  }

  @Test
  void aQuotaSendsTheRestToDearerBins() {
    // Four large bins hold 20 copies for 40; the other 30 fill 15 small ones for 75.
    assertThat(RoomAscents.of(TwoKinds.model(4)).bound()).isBetween(100.0, 115.0);
  }

  @Test
  void everyCopyHasItsPlaceAndItsPrice() {
    RoomAscent rooms = RoomAscents.of(unlike());
    assertThat(Arrays.stream(rooms.units()).mapToDouble(units -> units[0]).sum())
        .isBetween(999.9, 1_000.1);
    assertThat(rooms.prices()[0][0]).isBetween(2.49, 2.51);
  }

  @Test
  void noTimeProvesNothing() {
    PackingModel model = unlike();
    RoomAscent rooms = new RoomAscent(model, new AreaRelaxation(model, 1_000));
    rooms.run(Budget.nanos(0, () -> true));
    assertThat(rooms.bound()).isZero();
  }

  @Test
  void timeThatEndsAmidARoundEndsItThereWithoutABound() {
    PackingModel model = quotaOfFive(LongStream.generate(() -> 5).limit(1_000).toArray());
    AtomicInteger asked = new AtomicInteger();
    RoomAscent rooms = new RoomAscent(model, new AreaRelaxation(model, 1_000));
    rooms.run(Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> asked.incrementAndGet() > 2));
    assertThat(asked).hasValue(3);
    assertThat(rooms.bound()).isZero();
  }

  @Test
  void aFreeBinIsChargedForTheQuotaThatItSharesWithOthersWhicheverComesFirst() {
    // Five free bins hold a copy each; of two that cost 5 and hold ten, at least 15/9 are needed.
    assertThat(bound(quotaOfFive(0, 5))).isBetween(8.0, 8.34);
    assertThat(bound(quotaOfFive(5, 0))).isBetween(8.0, 8.34);
  }

  /** What is proven where the first prices are not improved yet. */
  private static double bound(PackingModel model) {
    RoomAscent rooms = new RoomAscent(model, new AreaRelaxation(model, 1_000));
    rooms.run(Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false));
    return rooms.bound();
  }

  @Test
  void noBoundIsAboveTheRelaxationOverPatterns() {
    for (long seed = 0; seed < 200; seed++) {
      PackingModel model = OneSiteModels.model(new Random(seed));
      ColumnGeneration exact = new ColumnGeneration(new Master(model), 1);
      exact.run(1, 100_000, Budget.nanos(Duration.ofSeconds(10).toNanos(), () -> false));
      assertThat(RoomAscents.of(model).bound())
          .as("seed %d", seed)
          .isLessThanOrEqualTo(exact.value() * (1 + 1e-6));
    }
  }

  /** A thousand copies of 1 by 1 on bins of 4 by 16 and of 16 by 4, which cost 10 each. */
  private static PackingModel unlike() {
    return new PackingModel(
        new long[][] {{1, 1}},
        new long[] {1_000},
        new long[][] {{1}},
        new long[][] {null},
        new int[][] {{0}},
        new long[] {Long.MAX_VALUE},
        new int[][] {{0}},
        new double[][] {{0}},
        new long[] {10, 10},
        new long[][] {{4, 16}, {16, 4}},
        new int[] {0, 0},
        new long[] {Long.MAX_VALUE, Long.MAX_VALUE},
        new long[][] {null, null},
        0,
        new long[0],
        new int[][] {{}, {}},
        new long[][] {{}, {}});
  }

  /** Twenty copies on five bins at most, which hold a copy where they are free and else ten. */
  private static PackingModel quotaOfFive(long... cost) {
    int kinds = cost.length;
    long[] available = new long[kinds];
    Arrays.fill(available, Long.MAX_VALUE);
    long[][] one = new long[kinds][];
    Arrays.fill(one, new long[] {1});
    long[][] capacity = new long[kinds][];
    Arrays.setAll(capacity, t -> new long[] {cost[t] == 0 ? 1 : 10});
    return new PackingModel(
        new long[][] {{1}},
        new long[] {20},
        new long[][] {{1}},
        new long[][] {null},
        new int[][] {{0}},
        new long[] {Long.MAX_VALUE},
        new int[][] {{0}},
        new double[][] {{0}},
        cost,
        capacity,
        new int[kinds],
        available,
        new long[kinds][],
        0,
        new long[] {5},
        new int[kinds][1],
        one);
  }
}
