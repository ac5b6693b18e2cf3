package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BinTablesTest {
  private static final Budget ENDLESS =
      new Budget(System.nanoTime() + Long.MAX_VALUE / 2, () -> false);

  @Property(tries = 300)
  void aTableOfOneBinBoundsItsFillingsAndFindsOnlyThoseThatAreWorthMore(
      @ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
    Random random = new Random(seed);
    PackingModel model = OneSiteModels.model(random);
    Master master = new Master(model);
    double[] prices = random.doubles(OneSiteModels.CLASSES, 0, 120).toArray();
    Duals duals = master.duals(prices);
    Arrays.setAll(prices, j -> master.unitValue(duals, j, 0));
    UnitValues values = UnitValues.of(master, duals);
    OneBin bin = new OneBin(model);
    BinTables tables = new BinTables(model);
    for (int t = 0; t < OneSiteModels.KINDS; t++) {
      double best = OneSiteModels.worth(model, t, prices, 0, model.capacity()[t]);
      double above = best * random.nextDouble() * 1.1;
      bin.load(t, values, null);
      bin.relax();
      List<Pattern> found = new ArrayList<>();
      double most = tables.lookUp(bin, t, above, BinTables.CELLS, ENDLESS, found);
      assertThat(most).isGreaterThanOrEqualTo(Math.max(above, best) * (1 - 1e-9));
      if (most <= above) {
        assertThat(found).isEmpty();
      }
      for (Pattern filling : found) {
        assertThat(worth(model, filling, prices)).isGreaterThan(above);
      }
    }
  }

  /** What fits is worth; minus infinity for what does not. */
  private static double worth(PackingModel model, Pattern filling, double[] prices) {
    long[] room = model.capacity()[filling.kind()].clone();
    double worth = 0;
    for (int i = 0; i < filling.classes().length; i++) {
      int of = filling.classes()[i];
      worth +=
          prices[of] * Math.min(filling.copies()[i] * model.rate()[0][of], model.countable(of));
      for (int d = 0; d < room.length; d++) {
        room[d] -= filling.copies()[i] * model.size()[of][d];
      }
    }
    return Arrays.stream(room).min().orElse(0) < 0 ? Double.NEGATIVE_INFINITY : worth;
  }
}
