package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class PatternCascadeTest {
  private static final Budget ENDLESS =
      new Budget(System.nanoTime() + Long.MAX_VALUE / 2, () -> false);

  @Property(tries = 300)
  void patternsFitDifferAndAreWorthMoreThanTheirBinsAtTheWorthsThatWereGiven(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @LongRange(min = 0, max = 1) long searched) {
    Random random = new Random(seed);
    PackingModel model = OneSiteModels.model(random);
    double[] prices = random.doubles(OneSiteModels.CLASSES, 0, 120).toArray();
    List<Pattern> found = new ArrayList<>();
    run(model, prices, searched * 10_000, found);
    assertThat(found).doesNotHaveDuplicates();
    for (Pattern pattern : found) {
      long[] room = model.capacity()[pattern.kind()].clone();
      double worth = 0;
      for (int i = 0; i < pattern.classes().length; i++) {
        int of = pattern.classes()[i];
        worth += prices[of] * model.rate()[0][of] * pattern.copies()[i];
        for (int d = 0; d < room.length; d++) {
          room[d] -= pattern.copies()[i] * model.size()[of][d];
        }
      }
      assertThat(Arrays.stream(room).min().orElse(0)).isNotNegative();
      assertThat(worth).isGreaterThan((double) model.cost()[pattern.kind()]);
    }
  }

  @Property(tries = 300)
  void aPassFindsNothingOnlyWhereNoBinHoldsMoreThanItsPrice(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    Random random = new Random(seed);
    PackingModel model = OneSiteModels.model(random);
    double[] prices = random.doubles(OneSiteModels.CLASSES, 0, 60).toArray();
    List<Pattern> found = new ArrayList<>();
    run(model, prices, 100_000, found);
    for (int t = 0; t < OneSiteModels.KINDS && found.isEmpty(); t++) {
      assertThat(OneSiteModels.worth(model, t, prices, 0, model.capacity()[t]))
          .isLessThanOrEqualTo(model.cost()[t] * (1 + 1e-6));
    }
  }

  @Property(tries = 300)
  void bySearchEveryBinIsRightInTheEndUnlessPatternsAreManyAndPricesFromThereOverrateNone(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @LongRange(min = 0, max = 1) long searched) {
    Random random = new Random(seed);
    PackingModel model = OneSiteModels.model(random);
    double[] prices = random.doubles(OneSiteModels.CLASSES, 0, 120).toArray();
    List<Pattern> found = new ArrayList<>();
    PatternCascade.Worths worths = run(model, prices, searched * 100_000, found);
    double[] wanted = worths.values().least();
    for (int j = 0; j < OneSiteModels.CLASSES; j++) {
      assertThat(wanted[j]).isBetween(0.0, prices[j]);
      wanted[j] /= UnitValues.WORTHY;
    }
    for (int t = 0; t < OneSiteModels.KINDS; t++) {
      assertThat(worths.right()[t] || searched == 0 || found.size() >= 60).isTrue();
      if (worths.right()[t]) {
        assertThat(OneSiteModels.worth(model, t, wanted, 0, model.capacity()[t]))
            .isLessThanOrEqualTo(model.cost()[t] * (1 + 1e-9));
      }
    }
    double[] units = random.doubles(OneSiteModels.CLASSES, 0, 30).toArray();
    double[] bins = Arrays.stream(model.cost()).asDoubleStream().toArray();
    double[] right = new SoundPrices(model).of(wanted, units, bins, worths.right(), 1_000_000);
    for (int t = 0; t < OneSiteModels.KINDS; t++) {
      assertThat(OneSiteModels.worth(model, t, right, 0, model.capacity()[t]))
          .isLessThanOrEqualTo(bins[t]);
    }
  }

  private static PatternCascade.Worths run(
      PackingModel model, double[] prices, long nodes, List<Pattern> found) {
    Master master = new Master(model);
    return new PatternCascade(master, new OneBin(model), new BinTables(model))
        .run(master.duals(prices), nodes, found, ENDLESS);
  }
}
