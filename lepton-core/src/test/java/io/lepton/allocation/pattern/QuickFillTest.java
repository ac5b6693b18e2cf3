package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** First packings from the shares of an area relaxation. */
class QuickFillTest {
  private final Budget budget = Budget.nanos(Duration.ofMinutes(2).toNanos(), () -> false);

  @Test
  void binsWithTheCheapestRoomAreFilled() {
    Packing packing = packed(TwoKinds.model(1_000));
    assertThat(packing.bins()).isEqualTo(Map.of(Pattern.of(TwoKinds.LARGE, new long[] {5}), 10L));
    assertThat(packing.cost()).isEqualTo(100);
  }

  @Test
  void whatAQuotaLeavesOverGoesToOtherBins() {
    Packing packing = packed(TwoKinds.model(4));
    assertThat(packing.cost()).isEqualTo(115);
    assertThat(copies(packing)).isEqualTo(50);
    assertThat(packing.bins()).containsEntry(Pattern.of(TwoKinds.LARGE, new long[] {5}), 4L);
  }

  private Packing packed(PackingModel model) {
    AreaRelaxation area = new AreaRelaxation(model, 1);
    area.run(budget);
    return new QuickFill(model, area)
        .pack(new FirstFit(model, UnitValues.bySize(model)), budget, budget)
        .orElseThrow();
  }

  private static long copies(Packing packing) {
    return packing.bins().entrySet().stream()
        .mapToLong(bin -> bin.getKey().copies()[0] * bin.getValue())
        .sum();
  }
}
