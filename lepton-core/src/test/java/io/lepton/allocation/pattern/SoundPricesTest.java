package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SoundPricesTest {
  @Property(tries = 200)
  void noFillingIsWorthMoreThanItsBinAndPricesThatAreRightStay(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @LongRange(min = 0, max = 1) long exact) {
    Random random = new Random(seed);
    PackingModel model = OneSiteModels.model(random);
    double[] wanted = random.doubles(OneSiteModels.CLASSES, 0, 300).toArray();
    double[] units = random.doubles(OneSiteModels.CLASSES, 0, 30).toArray();
    double[] bins = Arrays.stream(model.cost()).mapToDouble(cost -> cost * 0.9).toArray();
    // Without tables all bins are large.
    SoundPrices sound = new SoundPrices(model);
    double[] right = sound.of(wanted, units, bins, exact * 1_000_000);
    for (int j = 0; j < OneSiteModels.CLASSES; j++) {
      assertThat(right[j]).isBetween(0.0, wanted[j]);
    }
    for (int t = 0; t < OneSiteModels.KINDS; t++) {
      assertThat(OneSiteModels.worth(model, t, right, 0, model.capacity()[t]))
          .isLessThanOrEqualTo(bins[t]);
    }
    double[] again = sound.of(right, units, bins, exact * 1_000_000);
    for (int j = 0; j < OneSiteModels.CLASSES; j++) {
      assertThat(again[j]).isGreaterThanOrEqualTo(right[j] * (1 - 1e-6));
    }
  }
}
