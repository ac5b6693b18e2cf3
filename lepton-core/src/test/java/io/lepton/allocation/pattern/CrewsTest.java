package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrewsTest {
  private static final long HOUR = 3_600_000_000_000L;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void everyPartIsWorkedOnOnceByAtMostSoManyThreads(int threads) {
    List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    Crews.work(
        new int[] {3, 1, 0, 2},
        new double[] {1, 5, 0, 2},
        threads,
        (part, budget) -> {
          done.add(part);
          seen.add(Thread.currentThread());
        },
        hours(1));
    assertThat(done).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(seen).hasSizeLessThanOrEqualTo(threads).contains(Thread.currentThread());
  }

  @Test
  void oneThreadKeepsToTheOrderAndSharesTheTimeByWeight() {
    List<Integer> order = new ArrayList<>();
    List<Long> hours = new ArrayList<>();
    Crews.work(
        new int[] {2, 0, 1},
        new double[] {1, 2, 1},
        1,
        (part, budget) -> {
          order.add(part);
          hours.add(Math.round((double) budget.leftNanos() / HOUR));
        },
        hours(12));
    assertThat(order).containsExactly(2, 0, 1);
    assertThat(hours).containsExactly(3L, 4L, 12L);
  }

  @Test
  void theHeaviestPartHasAThreadForItself() {
    Map<Integer, Long> hours = new ConcurrentHashMap<>();
    Crews.work(
        new int[] {0, 1, 2},
        new double[] {1, 1, 3},
        2,
        (part, budget) -> hours.put(part, Math.round((double) budget.leftNanos() / HOUR)),
        hours(12));
    assertThat(hours).containsExactlyInAnyOrderEntriesOf(Map.of(0, 6L, 1, 12L, 2, 12L));
  }

  @Test
  void nothingIsDoneWhereThereIsNothing() {
    Crews.work(new int[0], new double[0], 2, (part, budget) -> fail("no part"), hours(1));
  }

  @Test
  void whatFailsOnAnyThreadFailsTheWholeOnceAllHaveEnded() {
    IntStream.range(0, 3)
        .forEach(
            bad -> {
              List<Integer> done = Collections.synchronizedList(new ArrayList<>());
              assertThatThrownBy(
                      () ->
                          Crews.work(
                              new int[] {0, 1, 2},
                              new double[] {1, 1, 1},
                              3,
                              (part, budget) -> {
                                if (part == bad) {
                                  throw new IllegalArgumentException("bad part");
                                }
                                done.add(part);
                              },
                              hours(1)))
                  .hasStackTraceContaining("bad part");
              assertThat(done).hasSize(2);
            });
  }

  private static Budget hours(int count) {
    return Budget.nanos(count * HOUR, () -> false);
  }
}
