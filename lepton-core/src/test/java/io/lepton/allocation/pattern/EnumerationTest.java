package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which fillings are listed. */
class EnumerationTest {
  private final PackingModel model =
      PackingModel.vectorPacking(
          new long[] {10}, new long[][] {{6}, {4}, {7}}, new long[] {1, 1, 1});

  @Test
  void fillingsThatAreWorthTooLittleForTheGapAreLeftOut() {
    // 6 and 4 fill a bin; 7 leaves room for which nothing is left, and is worth 0.7 of a bin only.
    assertThat(listed(0.1)).containsExactly(Pattern.of(0, new long[] {1, 1, 0}));
  }

  @Test
  void aWiderGapLetsThemIn() {
    assertThat(listed(0.35))
        .containsExactlyInAnyOrder(
            Pattern.of(0, new long[] {1, 1, 0}), Pattern.of(0, new long[] {0, 0, 1}));
  }

  private List<Pattern> listed(double gap) {
    Master master = new Master(model);
    master.add(Pattern.of(0, new long[] {1, 1, 0}));
    master.add(Pattern.of(0, new long[] {0, 0, 1}));
    Budget budget = Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false);
    return new Enumeration(master, 100, budget)
        .list(new Duals(new double[] {0.6, 0.4, 0.7}, 1e-9), gap)
        .orElseThrow();
  }
}
