package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
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

  @Test
  void manyClassesOfTwoShapesAreSharedOutToTheBinsThatSuitThem() {
    long[][] size = new long[300][];
    for (int j = 0; j < size.length; j++) {
      int much = 8 + j % 17;
      size[j] = j % 2 == 0 ? new long[] {much, much / 4} : new long[] {much / 4, much};
    }
    PackingModel model = model(size, new long[][] {{800, 400}, {600, 600}});
    AreaRelaxation area = area(model);
    assertThat((double) packed(model, area).cost()).isLessThan(1.02 * area.bound());
  }

  /** A hundred copies of each class, on bins that cost the same. */
  private static PackingModel model(long[][] size, long[][] capacity) {
    int classes = size.length;
    int kinds = capacity.length;
    return new PackingModel(
        size,
        filled(classes, 100),
        new long[][] {filled(classes, 1)},
        new long[1][],
        new int[1][classes],
        filled(classes, Long.MAX_VALUE),
        new int[classes][1],
        new double[classes][1],
        filled(kinds, 100),
        capacity,
        new int[kinds],
        filled(kinds, Long.MAX_VALUE),
        new long[kinds][],
        0,
        new long[0],
        new int[kinds][0],
        new long[kinds][0]);
  }

  private static long[] filled(int length, long value) {
    long[] array = new long[length];
    Arrays.fill(array, value);
    return array;
  }

  private Packing packed(PackingModel model) {
    return packed(model, area(model));
  }

  private AreaRelaxation area(PackingModel model) {
    AreaRelaxation area = new AreaRelaxation(model, FirstBounds.cost(model));
    area.run(budget);
    return area;
  }

  private Packing packed(PackingModel model, AreaRelaxation area) {
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
