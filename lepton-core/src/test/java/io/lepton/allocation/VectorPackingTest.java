package io.lepton.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal bins. */
class VectorPackingTest {

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2})
  void threeItemsThatFillABinInEveryDimensionFindEachOtherAgain(int threads) {
    VectorPacking problem = triplets(20, 3, 7);
    VectorPackingAnswer answer =
        AllocationSolver.within(Duration.ofMinutes(2)).threads(threads).pack(problem);
    assertThat(answer.faults(problem)).isEmpty();
    assertThat(answer.status()).isEqualTo(Status.OPTIMAL);
    assertThat(answer.bins()).isEqualTo(20);
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2})
  void threadsAgreeOnTheFewestBins(int threads) {
    for (long seed = 0; seed < 40; seed++) {
      VectorPacking problem = random(14, 2, seed);
      VectorPackingAnswer answer =
          AllocationSolver.within(Duration.ofMinutes(1)).threads(threads).pack(problem);
      assertThat(answer.faults(problem)).isEmpty();
      assertThat(answer.status()).isEqualTo(Status.OPTIMAL);
      assertThat(answer.bins()).isEqualTo(fewest(problem));
    }
  }

  @Test
  void sizesBelowNothingMakeRoom() {
    List<VectorPacking.Item> items =
        List.of(
            new VectorPacking.Item(List.of(6L, -2L), 1),
            new VectorPacking.Item(List.of(6L, 5L), 1),
            new VectorPacking.Item(List.of(4L, 8L), 1));
    VectorPacking problem = new VectorPacking(List.of(10L, 10L), items);
    VectorPackingAnswer answer = AllocationSolver.within(Duration.ofMinutes(1)).pack(problem);
    assertThat(answer.faults(problem)).isEmpty();
    assertThat(answer.status()).isEqualTo(Status.OPTIMAL);
    assertThat(answer.bins()).isEqualTo(2);
  }

  @Test
  void anItemLargerThanABinMakesItInfeasible() {
    VectorPacking problem =
        new VectorPacking(List.of(10L, 10L), List.of(new VectorPacking.Item(List.of(4L, 11L), 1)));
    assertThat(AllocationSolver.create().pack(problem).status()).isEqualTo(Status.INFEASIBLE);
    assertThat(problem.tooLarge()).hasValue("item 0 is larger than a bin: 11 of 10 in dimension 1");
  }

  @Test
  void anItemLargerThanABinMayFitBesideASizeBelowNothing() {
    VectorPacking problem =
        new VectorPacking(
            List.of(10L, 10L),
            List.of(
                new VectorPacking.Item(List.of(11L, 1L), 1),
                new VectorPacking.Item(List.of(-5L, 1L), 1)));
    assertThat(AllocationSolver.create().pack(problem).status()).isNotEqualTo(Status.INFEASIBLE);
  }

  @Test
  void thereIsAnAnswerWhateverTheDeadline() {
    for (long seed = 0; seed < 30; seed++) {
      VectorPacking problem = random(1 + (int) seed * 10, 1 + (int) seed % 4, seed);
      VectorPackingAnswer answer =
          AllocationSolver.within(Duration.ofMillis(1)).threads(2).pack(problem);
      assertThat(answer.faults(problem)).isEmpty();
      assertThat(answer.status()).isIn(Status.OPTIMAL, Status.FEASIBLE);
      assertThat(answer.lowerBound()).isPositive();
    }
  }

  @Test
  void aCancelledSearchStillAnswers() {
    VectorPacking problem = random(200, 3, 1);
    VectorPackingAnswer answer =
        AllocationSolver.within(Duration.ofMinutes(5))
            .threads(2)
            .cancelledBy(() -> true)
            .pack(problem);
    assertThat(answer.faults(problem)).isEmpty();
    assertThat(answer.bins()).isPositive();
  }

  private static VectorPacking random(int items, int dimensions, long seed) {
    Random random = new Random(seed);
    List<VectorPacking.Item> list = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      List<Long> sizes = new ArrayList<>();
      for (int d = 0; d < dimensions; d++) {
        sizes.add(5L + random.nextInt(55));
      }
      list.add(new VectorPacking.Item(sizes, 1));
    }
    return new VectorPacking(Collections.nCopies(dimensions, 100L), list);
  }

  /** Items that fill so many bins to the brim, three a bin. */
  private static VectorPacking triplets(int bins, int dimensions, long seed) {
    Random random = new Random(seed);
    List<VectorPacking.Item> list = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      List<Long> first = new ArrayList<>();
      List<Long> second = new ArrayList<>();
      List<Long> third = new ArrayList<>();
      for (int d = 0; d < dimensions; d++) {
        first.add(200L + random.nextInt(200));
        second.add(200L + random.nextInt(200));
        third.add(1000 - first.get(d) - second.get(d));
      }
      list.add(new VectorPacking.Item(first, 1));
      list.add(new VectorPacking.Item(second, 1));
      list.add(new VectorPacking.Item(third, 1));
    }
    Collections.shuffle(list, random);
    return new VectorPacking(Collections.nCopies(dimensions, 1000L), list);
  }

  /** By trying every bin for every item. */
  private static int fewest(VectorPacking problem) {
    for (int bins = 1; ; bins++) {
      if (fits(problem, 0, new long[bins][problem.capacities().size()])) {
        return bins;
      }
    }
  }

  private static boolean fits(VectorPacking problem, int item, long[][] load) {
    if (item == problem.items().size()) {
      return true;
    }
    List<Long> sizes = problem.items().get(item).sizes();
    for (long[] bin : load) {
      boolean fresh = true;
      boolean room = true;
      for (int d = 0; d < bin.length; d++) {
        fresh &= bin[d] == 0;
        room &= bin[d] + sizes.get(d) <= problem.capacities().get(d);
      }
      if (room) {
        add(bin, sizes, 1);
        if (fits(problem, item + 1, load)) {
          return true;
        }
        add(bin, sizes, -1);
      }
      if (fresh) {
        return false;
      }
    }
    return false;
  }

  private static void add(long[] bin, List<Long> sizes, int sign) {
    for (int d = 0; d < bin.length; d++) {
      bin[d] += sign * sizes.get(d);
    }
  }
}
