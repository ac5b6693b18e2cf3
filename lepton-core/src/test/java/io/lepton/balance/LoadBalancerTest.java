package io.lepton.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LoadBalancerTest {
  private static final LoadBalancer CHEAPEST = new LoadBalancer(Preference.CHEAPEST);

  @Test
  void theCheapestTargetIsFilledFirst() {
    List<Target> targets = List.of(Target.of("dear", 100, 10, 3), Target.of("cheap", 60, 50, 1));
    assertThat(CHEAPEST.split(80, targets).load())
        .containsExactly(Map.entry("dear", 20.0), Map.entry("cheap", 60.0));
    assertThat(new LoadBalancer(Preference.FASTEST).split(80, targets).load())
        .containsExactly(Map.entry("dear", 80.0), Map.entry("cheap", 0.0));
  }

  @Test
  void equalTargetsShareByWhatTheyCanTake() {
    LoadSplit split =
        CHEAPEST.split(30, List.of(Target.of("small", 20, 1, 1), Target.of("large", 40, 9, 1)));
    assertThat(split.load()).containsEntry("small", 10.0).containsEntry("large", 20.0);
  }

  @Test
  void slowTargetsTakeWhatNoOtherCan() {
    LoadBalancer balancer = new LoadBalancer(new Preference(0, 1, 100));
    List<Target> targets = List.of(Target.of("slow", 100, 300, 1), Target.of("quick", 10, 20, 9));
    assertThat(balancer.split(15, targets).load())
        .containsEntry("quick", 10.0)
        .containsEntry("slow", 5.0);
  }

  @Test
  void whatExceedsAllCapacityIsUnserved() {
    LoadSplit split =
        CHEAPEST.split(50, List.of(Target.of("a", 20, 1, 1), Target.of("b", 5, 1, 2)));
    assertThat(split.served()).isEqualTo(25);
    assertThat(split.unserved()).isEqualTo(25);
    assertThat(CHEAPEST.split(5, List.of()).unserved()).isEqualTo(5);
  }

  @Test
  void maximumSharesBoundTheServedLoad() {
    List<Target> targets =
        List.of(new Target("a", 100, 1, 1, 0, 0.5), new Target("b", 10, 1, 2, 0, 1));
    LoadSplit split = CHEAPEST.split(100, targets);
    assertThat(split.served()).isCloseTo(20, within(1e-9));
    assertThat(split.load()).containsEntry("a", 10.0).containsEntry("b", 10.0);
  }

  @Test
  void minimumsAreGivenFirst() {
    List<Target> targets =
        List.of(new Target("warm", 100, 1, 9, 5, 1), new Target("cheap", 100, 1, 1, 0, 1));
    assertThat(CHEAPEST.split(20, targets).load()).containsEntry("warm", 5.0);
    assertThat(CHEAPEST.split(3, targets).load()).containsEntry("warm", 3.0);
  }

  @Test
  void weightsAreWholeAndSumUp() {
    LoadSplit split =
        CHEAPEST.split(
            3, List.of(Target.of("a", 1, 1, 1), Target.of("b", 1, 1, 1), Target.of("c", 1, 1, 1)));
    assertThat(split.weights(100))
        .containsExactly(Map.entry("a", 34), Map.entry("b", 33), Map.entry("c", 33));
    assertThat(CHEAPEST.split(0, List.of(Target.of("a", 1, 1, 1))).weights(100))
        .containsExactly(Map.entry("a", 0));
  }

  @Test
  void targetsThatContradictThemselvesAreRefused() {
    assertThatThrownBy(() -> new Target("a", 1, 1, 1, 2, 1))
        .hasMessage("target a must be given 2.0 but can serve 1.0 only");
    assertThatThrownBy(
            () -> CHEAPEST.split(1, List.of(Target.of("a", 1, 1, 1), Target.of("a", 1, 1, 1))))
        .hasMessage("target a stands twice");
    assertThatThrownBy(() -> CHEAPEST.split(-1, List.of())).hasMessageContaining("-1");
  }

  @Property(tries = 500)
  void limitsHoldAndNothingServableIsLeft(
      @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 500) double load) {
    List<Target> targets = targets(new Random(seed));
    LoadSplit split = CHEAPEST.split(load, targets);
    double served = split.served();
    assertThat(served + split.unserved()).isCloseTo(load, within(1e-6));
    double room = 0;
    for (Target target : targets) {
      double given = split.load().getOrDefault(target.name(), -1.0);
      assertThat(given).isBetween(-1e-9, target.capacity() + 1e-9);
      assertThat(given).isLessThanOrEqualTo(target.maximumShare() * served + 1e-6);
    }
    double more = served + 1e-3;
    for (Target target : targets) {
      room += Math.min(target.capacity(), target.maximumShare() * more);
    }
    if (split.unserved() > 1e-2) {
      assertThat(room).as("a little more could not be served").isLessThan(more);
    }
  }

  /** Moving a little load from any target to a cheaper one must break a limit. */
  @Property(tries = 500)
  void noSplitOfTheServedLoadIsCheaper(
      @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 300) double load) {
    List<Target> targets = targets(new Random(seed));
    LoadSplit split = CHEAPEST.split(load, targets);
    for (Target dear : targets) {
      for (Target cheap : targets) {
        double dearLoad = split.load().getOrDefault(dear.name(), 0.0);
        double cheapLoad = split.load().getOrDefault(cheap.name(), 0.0);
        boolean cheaper = cheap.costPerUnit() < dear.costPerUnit();
        boolean movable = dearLoad > dear.minimum() + 1e-6;
        double limit = Math.min(cheap.capacity(), cheap.maximumShare() * split.served());
        if (cheaper && movable) {
          assertThat(cheapLoad).isGreaterThanOrEqualTo(limit - 1e-6);
        }
      }
    }
  }

  @Property(tries = 300)
  void weightsStayWithinOneOfTheirShare(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0.1, max = 300) double load,
      @ForAll @IntRange(min = 1, max = 10_000) int total) {
    LoadSplit split = CHEAPEST.split(load, targets(new Random(seed)));
    Map<String, Integer> weights = split.weights(total);
    if (split.served() > 0) {
      assertThat(weights.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(total);
      weights.forEach(
          (name, weight) ->
              assertThat((double) weight)
                  .isCloseTo(
                      split.load().getOrDefault(name, -1.0) / split.served() * total, within(1.0)));
    }
  }

  private static List<Target> targets(Random random) {
    List<Target> targets = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      double capacity = random.nextInt(100);
      targets.add(
          new Target(
              "t" + i,
              capacity,
              random.nextInt(200),
              random.nextInt(4),
              random.nextInt(3) == 0 ? capacity / 10 : 0,
              random.nextInt(3) == 0 ? 0.2 + random.nextDouble() * 0.8 : 1));
    }
    return targets;
  }
}
