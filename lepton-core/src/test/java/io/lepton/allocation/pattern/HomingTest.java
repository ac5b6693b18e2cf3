package io.lepton.allocation.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HomingTest {
  private static final Budget UNHURRIED =
      new Budget(System.nanoTime() + Duration.ofMinutes(5).toNanos(), () -> false);

  @Test
  void aCopyGoesBackToTheBinThatRunsItAndWhatWouldStartThereTakesItsPlace() {
    PackingModel model =
        RunningBins.model(4, new long[] {2, 1}, new long[] {2, 2}, new long[] {2, 0}, 100, 1);
    Packing crossed = packing(model, bin(0, 1, 2), bin(1, 1, 0));

    Packing home = new Homing(model).improve(crossed, UNHURRIED);

    assertThat(home.bins()).containsOnlyKeys(bin(0, 2, 0), bin(1, 0, 2));
    assertThat(crossed.cost() - home.cost()).isEqualTo(1);
  }

  @Test
  void severalClassesMakeRoomTogether() {
    PackingModel model =
        RunningBins.model(
            5, new long[] {5, 2, 3}, new long[] {1, 1, 1}, new long[] {1, 0, 0}, 100, 1);
    Packing crossed = packing(model, bin(0, 0, 1, 1), bin(1, 1, 0, 0));

    Packing home = new Homing(model).improve(crossed, UNHURRIED);

    assertThat(home.bins()).containsOnlyKeys(bin(0, 1, 0, 0), bin(1, 0, 1, 1));
  }

  @Test
  void nothingIsExchangedWhereTheOtherBinHasNoRoom() {
    PackingModel model =
        RunningBins.model(
            4, new long[] {2, 3, 2}, new long[] {1, 1, 1}, new long[] {1, 0, 0}, 100, 1);
    Packing tight = packing(model, bin(0, 0, 1, 0), bin(1, 1, 0, 1));

    assertThat(new Homing(model).improve(tight, UNHURRIED).bins()).isEqualTo(tight.bins());
  }

  private static Packing packing(PackingModel model, Pattern... bins) {
    Residual state = new Residual(model);
    for (Pattern bin : bins) {
      state.add(bin, 1);
    }
    return state.packing();
  }

  private static Pattern bin(int kind, long... counts) {
    return Pattern.of(kind, counts);
  }
}
