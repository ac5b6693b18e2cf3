package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BlockStartTest {
  private static final int SITES = 3;
  private static final int CLASSES = 6;
  private static final int KINDS_A_SITE = 4;

  private static Budget seconds(int seconds) {
    return Budget.nanos(seconds * 1_000_000_000L, () -> false);
  }

  /** Three sites, each a domain of its own for classes spread over so many domains. */
  private static PackingModel model(long seed, int spread, int[][] quotaOf) {
    return model(seed, spread, 200, quotaOf);
  }

  /** The same with need of a tenth of so many units at least, and fewer than so many. */
  private static PackingModel model(long seed, int spread, int units, int[][] quotaOf) {
    Random random = new Random(seed);
    int kinds = SITES * KINDS_A_SITE;
    long[][] size = new long[CLASSES][];
    Arrays.setAll(size, j -> new long[] {1 + random.nextInt(12), 1 + random.nextInt(30)});
    long[] need = random.longs(CLASSES, units / 10, units).toArray();
    long[][] rate = new long[SITES][CLASSES];
    int[][] lot = new int[SITES][CLASSES];
    for (int s = 0; s < SITES; s++) {
      Arrays.fill(rate[s], 1);
      Arrays.fill(lot[s], spread > 1 ? s : 0);
    }
    int lots = spread > 1 ? SITES : 1;
    long[][] capacity = new long[kinds][];
    Arrays.setAll(capacity, t -> new long[] {12 + random.nextInt(80), 30 + random.nextInt(200)});
    return new PackingModel(
        size,
        need,
        rate,
        new long[SITES][],
        lot,
        Arrays.stream(need)
            .map(n -> spread > 1 ? (n + spread - 1) / spread : Long.MAX_VALUE)
            .toArray(),
        IntStream.range(0, CLASSES)
            .mapToObj(j -> IntStream.range(0, lots).toArray())
            .toArray(int[][]::new),
        new double[CLASSES][lots],
        random.longs(kinds, 1_000, 9_000).toArray(),
        capacity,
        IntStream.range(0, kinds).map(t -> t / KINDS_A_SITE).toArray(),
        LongStreams.repeated(Long.MAX_VALUE, kinds),
        new long[kinds][],
        0,
        new long[] {1_000},
        quotaOf,
        Arrays.stream(quotaOf)
            .map(of -> LongStreams.repeated(1, of.length))
            .toArray(long[][]::new));
  }

  private static final class LongStreams {
    static long[] repeated(long value, int times) {
      long[] values = new long[times];
      Arrays.fill(values, value);
      return values;
    }
  }

  private static int[][] quotas(int... kinds) {
    int[][] of = new int[SITES * KINDS_A_SITE][0];
    for (int kind : kinds) {
      of[kind] = new int[] {0};
    }
    return of;
  }

  @Test
  void aModelFallsApartIntoDomainsOnlyWhereClassesAreSpread() {
    assertThat(Block.of(model(1, 2, quotas()))).hasSize(SITES);
    assertThat(Block.of(model(1, 1, quotas()))).hasSize(1);
  }

  @Test
  void aModelThatDoesNotFallApartIsLookedAtInAShortTimeAndSolvedAsAWholeInALongOne() {
    PackingModel model = model(1, 1, 2_000, quotas(1, 2));
    RoomAscent rooms = RoomAscents.of(model);
    assertThat(Parts.of(model, rooms, 1, 1, 2_000_000)).map(Parts::brief).contains(true);
    assertThat(Parts.of(model, rooms, 1, 1, 1_000_000_000)).isEmpty();
  }

  @Test
  void aQuotaKeepsTheSitesTogetherThatShareIt() {
    Block[] blocks = Block.of(model(1, 2, quotas(0, KINDS_A_SITE)));
    assertThat(blocks).hasSize(SITES - 1);
    assertThat(blocks[0].kinds()).hasSize(2 * KINDS_A_SITE);
    assertThat(blocks[1].kinds()).hasSize(KINDS_A_SITE);
  }

  @Property(tries = 60)
  void theBoundOfThePartsHoldsForTheWholeWhichEndsWhereItEndsWithoutThem(
      @ForAll @LongRange(min = 0, max = 100_000) long seed,
      @ForAll @IntRange(min = 2, max = 3) int spread) {
    PackingModel model = model(seed, spread, quotas(1, 2));
    BlockStart start =
        BlockStart.of(model, RoomAscents.of(model), 1, 1 + (int) (seed % 3)).orElseThrow();
    start.begin(List.of(), seconds(10));
    double first = start.bound();
    start.refine(1, 100_000, seconds(10));
    assertThat(start.bound()).isGreaterThanOrEqualTo(first);

    ColumnGeneration whole = new ColumnGeneration(new Master(model), 1);
    start.handOver(whole);
    whole.run(1, 100_000, seconds(10));
    double exact = whole.value();
    assertThat(whole.bound()).isBetween(start.bound(), exact * (1 + 1e-6));
    assertThat(start.bound()).isPositive().isLessThanOrEqualTo(exact * (1 + 1e-6));

    // The same relaxation without any start.
    ColumnGeneration plain = new ColumnGeneration(new Master(model), 1);
    plain.run(1, 100_000, seconds(10));
    assertThat(plain.value())
        .isCloseTo(exact, org.assertj.core.data.Percentage.withPercentage(0.1));
  }

  @Property(tries = 60)
  void theBoundOfAQuickLookHoldsForTheWhole(
      @ForAll @LongRange(min = 0, max = 100_000) long seed,
      @ForAll @IntRange(min = 1, max = 3) int spread,
      @ForAll @IntRange(min = 0, max = 20) int millis) {
    PackingModel model = model(seed, spread, quotas(1, 2));
    RoomAscent rooms = RoomAscents.of(model);
    BlockStart start = BlockStart.of(model, rooms, 1, 1 + (int) (seed % 3)).orElseThrow();
    assertThat(start.plain()).isTrue();
    start.sketch(List.of(), Budget.nanos(millis * 1_000_000L, () -> false));

    ColumnGeneration whole = new ColumnGeneration(new Master(model), 1);
    whole.run(1, 100_000, seconds(10));
    assertThat(start.bound()).isLessThanOrEqualTo(whole.value() * (1 + 1e-6));
    assertThat(rooms.bound()).isPositive().isLessThanOrEqualTo(whole.value() * (1 + 1e-6));

    // Whatever the look left behind, the whole goes on from it.
    ColumnGeneration after = new ColumnGeneration(new Master(model), 1);
    start.handOver(after);
    after.run(1, 100_000, seconds(10));
    assertThat(after.bound()).isBetween(start.bound(), whole.value() * (1 + 1e-6));
  }

  @Test
  void aPartThatCostsNothingByAreaIsLookedAtWhereUnitsArePlannedInIt() {
    PackingModel model = model(1, 2, quotas(1, 2));
    RoomAscent rooms = new RoomAscent(model, new AreaRelaxation(model, 1_000));
    BlockStart start = BlockStart.of(model, rooms, 1, 1).orElseThrow();
    assertThat(start.sketch(List.of(), seconds(10))).isNotEmpty();
    assertThat(start.bound()).isPositive();
  }

  @Test
  void aPartWhereNothingIsPlannedTakesNothingFromTheBoundOfALook() {
    // Two copies fit in no bin, so that a unit costs nearly twice what its room does.
    int kinds = SITES;
    PackingModel model =
        new PackingModel(
            new long[][] {{51, 51}, {55, 52}},
            new long[] {1_000, 2_000},
            new long[][] {{1, 1}, {1, 1}, {1, 1}},
            new long[SITES][],
            new int[][] {{0, 0}, {1, 1}, {2, 2}},
            new long[] {500, 1_000},
            new int[][] {{0, 1, 2}, {0, 1, 2}},
            new double[2][SITES],
            new long[] {1_000, 1_010, 1_500},
            new long[][] {{100, 100}, {100, 100}, {100, 100}},
            IntStream.range(0, kinds).toArray(),
            LongStreams.repeated(Long.MAX_VALUE, kinds),
            new long[kinds][],
            0,
            new long[0],
            new int[kinds][0],
            new long[kinds][0]);
    BlockStart start = BlockStart.of(model, RoomAscents.of(model), 1, 1).orElseThrow();
    start.sketch(List.of(), seconds(10));
    double cost = 1_500 * 1_000.0 + 1_500 * 1_010;
    assertThat(start.bound()).isBetween(cost * (1 - 1e-6), cost);
  }

  @Property(tries = 60)
  void packingsOfThePartsAreOnesOfTheWholeAndOnlyGetCheaper(
      @ForAll @LongRange(min = 0, max = 100_000) long seed,
      @ForAll @IntRange(min = 2, max = 3) int spread,
      @ForAll @IntRange(min = 30, max = 200) int units) {
    PackingModel model = model(seed, spread, units, quotas(1, 2));
    BlockStart start =
        BlockStart.of(model, RoomAscents.of(model), 1, 1 + (int) (seed % 3)).orElseThrow();
    start.begin(List.of(), seconds(10));
    start.refine(1, 100_000, seconds(10));
    PartPackings packings = start.packings(seed);
    long before = Long.MAX_VALUE;
    for (int turn = 0; turn < 3; turn++) {
      Packing packing = packings.turn(seconds(10)).orElseThrow();
      Residual whole = new Residual(model);
      packing.bins().forEach(whole::add);
      assertThat(whole.complete()).isTrue();
      assertThat(whole.withinLimits()).isTrue();
      assertThat(packing.cost())
          .isEqualTo(whole.cost())
          .isLessThanOrEqualTo(before)
          .isGreaterThanOrEqualTo((long) (start.bound() * (1 - 1e-9)));
      before = packing.cost();
    }
  }

  @Property(tries = 60)
  void divesInThePartsLeaveTheirRelaxationsAsTheyWere(
      @ForAll @LongRange(min = 0, max = 100_000) long seed) {
    PackingModel model = model(seed, 2, quotas(1, 2));
    BlockStart start = BlockStart.of(model, RoomAscents.of(model), 1, 1).orElseThrow();
    start.begin(List.of(), seconds(10));
    start.refine(1, 100_000, seconds(10));
    double bound = start.bound();
    start.packings(seed).turn(seconds(10));
    start.refine(1, 100_000, seconds(10));
    ColumnGeneration whole = new ColumnGeneration(new Master(model), 1);
    whole.run(1, 100_000, seconds(10));
    assertThat(start.bound()).isBetween(bound, whole.value() * (1 + 1e-6));
  }
}
