package io.lepton.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HoldJudgeTest {

  @Property
  void sideWithoutErrorsAndWithinTheLatencyNeverBreaks(
      @ForAll @IntRange(max = 10_000) int requests,
      @ForAll @DoubleRange(min = 0, max = 1) double rate,
      @ForAll @DoubleRange(min = 1, max = 1000) double limit) {
    assertThat(
            HoldJudge.earlyBreach(
                gates(rate, limit, 1), side(requests, 0, limit), mirror(requests, requests)))
        .isEmpty();
  }

  @Property
  void sideThatAlwaysFailsBreaksAsSoonAsThereIsEnoughToJudgeBy(
      @ForAll @IntRange(max = 10_000) int requests,
      @ForAll @DoubleRange(min = 0, max = 0.5) double rate) {
    Optional<GateOutcome> breach =
        HoldJudge.earlyBreach(gates(rate, 1000, 0), side(requests, requests, 5), mirror(0, 0));

    assertThat(breach.isPresent()).isEqualTo(requests >= HoldJudge.FEWEST_REQUESTS);
    breach.ifPresent(gate -> assertThat(gate.measure()).isEqualTo(Measure.ERROR_RATE));
  }

  @Property
  void moreErrorsNeverMendABreach(
      @ForAll @IntRange(min = 20, max = 2000) int requests,
      @ForAll @IntRange(max = 1999) int errors,
      @ForAll @DoubleRange(min = 0, max = 0.9) double rate) {
    int few = Math.min(errors, requests - 1);
    boolean before =
        HoldJudge.earlyBreach(gates(rate, 1000, 0), side(requests, few, 5), mirror(0, 0))
            .isPresent();
    boolean after =
        HoldJudge.earlyBreach(gates(rate, 1000, 0), side(requests, few + 1, 5), mirror(0, 0))
            .isPresent();

    assertThat(after || !before).isTrue();
  }

  @Property
  void whatBreaksEarlyBreaksByThePlainFigureToo(
      @ForAll @IntRange(min = 20, max = 2000) int compared,
      @ForAll @IntRange(max = 2000) int agreed,
      @ForAll @DoubleRange(min = 0, max = 1) double least) {
    MirrorStats mirror = mirror(compared, Math.min(agreed, compared));

    HoldJudge.earlyBreach(gates(1, 1000, least), mirror)
        .ifPresent(
            gate -> {
              assertThat(gate.status()).isEqualTo(GateOutcome.Status.FAILED);
              assertThat(gate.value()).isPresent();
              assertThat(gate.value().getAsDouble()).isLessThan(least);
            });
  }

  @Property
  void intervalHoldsTheShareItIsAbout(
      @ForAll @IntRange(min = 1, max = 5000) int of, @ForAll @IntRange(max = 5000) int hits) {
    int some = Math.min(hits, of);
    double share = (double) some / of;

    assertThat(HoldJudge.wilson(some, of, -1)).isBetween(0.0, share + 1e-12);
    assertThat(HoldJudge.wilson(some, of, 1)).isBetween(share - 1e-12, 1.0);
  }

  /** Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I. */
  @Test
  void intervalIsThatOfTheLiterature() {
    assertThat(HoldJudge.wilson(81, 263, -1)).isCloseTo(0.2553, within(5e-5));
    assertThat(HoldJudge.wilson(81, 263, 1)).isCloseTo(0.3662, within(5e-5));
    assertThat(HoldJudge.wilson(1, 29, -1)).isCloseTo(0.0061, within(5e-5));
    assertThat(HoldJudge.wilson(1, 29, 1)).isCloseTo(0.1718, within(5e-5));
  }

  @Test
  void oneErrorInTwentyRequestsIsNoBreachYetButDecidesAtTheEnd() {
    Gates gates = gates(0.01, 1000, 0);

    assertThat(HoldJudge.earlyBreach(gates, side(20, 1, 5), mirror(0, 0))).isEmpty();
    assertThat(gates.firstBroken(HoldJudge.shift(side(20, 1, 5), mirror(0, 0)))).isPresent();
  }

  @Test
  void fewerThanTwentyRequestsMeasureNothing() {
    assertThat(HoldJudge.shift(side(19, 19, 5000), mirror(19, 0)).values()).isEmpty();
  }

  private static Gates gates(double errorRate, double p99, double agreement) {
    return new Gates(
        List.of(
            new Gate(Measure.ERROR_RATE, errorRate),
            new Gate(Measure.P99_MILLIS, p99),
            new Gate(Measure.AGREEMENT, agreement)));
  }

  private static SideStats side(long requests, long errors, double p99) {
    return new SideStats(requests, errors, p99 / 2, p99);
  }

  private static MirrorStats mirror(long compared, long agreed) {
    return new MirrorStats(compared, compared, 0, 0, compared, agreed, 0, 1, 1);
  }
}
