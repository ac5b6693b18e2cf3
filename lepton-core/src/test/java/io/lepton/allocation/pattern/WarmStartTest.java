package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WarmStartTest {
  private static final Budget UNHURRIED =
      new Budget(System.nanoTime() + Duration.ofMinutes(5).toNanos(), () -> false);

  @Test
  void itIsOfUseOnlyWhereStartsCostAndSomethingRuns() {
    assertThat(WarmStart.suits(model(new long[] {2, 0}, 1))).isTrue();
    assertThat(WarmStart.suits(model(new long[] {2, 0}, 0))).isFalse();
    assertThat(
            WarmStart.suits(
                PackingModel.vectorPacking(new long[] {4}, new long[][] {{1}}, new long[] {3})))
        .isFalse();
  }

  @Test
  void itLeadsToTheRelaxationsOptimum() {
    PackingModel model = model(new long[] {2, 0}, 1);
    ColumnGeneration warm = new ColumnGeneration(new Master(model), 1);
    new WarmStart(warm).run(UNHURRIED);
    warm.run(1, 200_000, UNHURRIED);
    ColumnGeneration cold = new ColumnGeneration(new Master(model), 1);
    cold.run(1, 200_000, UNHURRIED);

    assertThat(warm.value()).isCloseTo(cold.value(), within(1e-6 * cold.value()));
  }

  @Test
  void itsBoundNeverExceedsAPackingThatExists() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      long[] size = random.longs(3, 1, 6).toArray();
      long[] need = random.longs(3, 1, 12).toArray();
      long[] kept = new long[3];
      kept[random.nextInt(3)] = 1;
      PackingModel model = RunningBins.model(7, size, need, kept, 50, 1 + random.nextInt(9));
      ColumnGeneration relaxation = new ColumnGeneration(new Master(model), 1);
      new WarmStart(relaxation).run(UNHURRIED);

      PackingEngine engine = new PackingEngine(model, 1, round, UNHURRIED);
      engine.quick();

      long cost = Objects.requireNonNull(engine.best()).cost();
      assertThat(relaxation.bound()).isLessThanOrEqualTo(cost + 1e-6);
    }
  }

  @Test
  void classesThatAreWorthLessThanTheirStartAreCompletedAllTheSame() {
    PackingModel model =
        RunningBins.model(4, new long[] {1}, new long[] {3}, new long[] {2}, 2, 90);
    Master master = new Master(model);
    Residual partial = new Residual(model);
    partial.add(Pattern.of(0, new long[] {2}), 1);
    UnitValues values =
        UnitValues.noisy(
            master, new Duals(new double[] {0}, 1), UnitValues.bySize(model), 0, new Random(1));

    boolean whole =
        new Completer(model, new OneBin(model)).complete(partial, values, 100, UNHURRIED);

    assertThat(whole).isTrue();
    assertThat(partial.packing().bins())
        .isEqualTo(Map.of(Pattern.of(0, new long[] {2}), 1L, Pattern.of(1, new long[] {1}), 1L));
  }

  private static PackingModel model(long[] kept, long startCost) {
    return RunningBins.model(4, new long[] {2, 1}, new long[] {9, 7}, kept, 100, startCost);
  }
}
