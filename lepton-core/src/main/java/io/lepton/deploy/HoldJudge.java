package io.lepton.deploy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Judges a step of the rollout by the gateway's counts. Pure.
 *
 * <p>While a step is held, few requests must not decide: a share counts as broken only when the
 * interval of Wilson ("Probable inference, the law of succession, and statistical inference", JASA
 * 1927) at 95 % lies wholly beyond the limit, and a p99 only over at least 100 requests, the fewest
 * of which one percent is a request. When the hold is over the plain figures decide.
 */
final class HoldJudge {
  /** The fewest requests on the new revision that a step is judged by. */
  static final int FEWEST_REQUESTS = 20;

  private static final int FEWEST_FOR_P99 = 100;

  /** Two-sided 95 % quantile of the normal distribution. */
  private static final double Z = 1.959964;

  private HoldJudge() {}

  /** The figures of a step that is over; a figure over too few requests is left out. */
  static Measures shift(SideStats side, MirrorStats mirror) {
    Map<Measure, Double> values = new EnumMap<>(Measure.class);
    if (side.requests() >= FEWEST_REQUESTS) {
      values.put(Measure.ERROR_RATE, side.errorRate());
      values.put(Measure.P99_MILLIS, side.p99Millis());
    }
    if (mirror.compared() >= FEWEST_REQUESTS) {
      values.put(Measure.AGREEMENT, (double) mirror.agreed() / mirror.compared());
    }
    return new Measures(values);
  }

  /** The figures of a comparison that is over, however few were compared. */
  static Measures shadow(MirrorStats mirror) {
    Map<Measure, Double> values = new EnumMap<>(Measure.class);
    long finished = mirror.answered() + mirror.errors();
    if (finished > 0) {
      values.put(Measure.ERROR_RATE, (double) mirror.errors() / finished);
    }
    if (mirror.answered() > 0) {
      values.put(Measure.P99_MILLIS, mirror.p99Millis());
    }
    if (mirror.compared() > 0) {
      values.put(Measure.AGREEMENT, (double) mirror.agreed() / mirror.compared());
    }
    return new Measures(values);
  }

  /** The gate that a step in progress breaks beyond doubt. */
  static Optional<GateOutcome> earlyBreach(Gates gates, SideStats side, MirrorStats mirror) {
    return gates
        .firstBroken(
            beyondDoubt(
                side.requests(),
                side.errors(),
                side.p99Millis(),
                mirror.compared(),
                mirror.agreed()))
        .map(broken -> plain(broken, shift(side, mirror)));
  }

  /** The same for a comparison in progress. */
  static Optional<GateOutcome> earlyBreach(Gates gates, MirrorStats mirror) {
    return gates
        .firstBroken(
            beyondDoubt(
                mirror.answered() + mirror.errors(),
                mirror.errors(),
                mirror.p99Millis(),
                mirror.compared(),
                mirror.agreed()))
        .map(broken -> plain(broken, shadow(mirror)));
  }

  /** Each figure moved to the good end of its interval: if that breaks a gate, all of it does. */
  private static Measures beyondDoubt(
      long requests, long errors, double p99Millis, long compared, long agreed) {
    Map<Measure, Double> values = new EnumMap<>(Measure.class);
    if (requests >= FEWEST_REQUESTS) {
      values.put(Measure.ERROR_RATE, wilson(errors, requests, -1));
    }
    if (requests >= FEWEST_FOR_P99) {
      values.put(Measure.P99_MILLIS, p99Millis);
    }
    if (compared >= FEWEST_REQUESTS) {
      values.put(Measure.AGREEMENT, wilson(agreed, compared, 1));
    }
    return new Measures(values);
  }

  /** The lower ({@code side} -1) or upper (1) end of the interval of {@code hits / of}. */
  static double wilson(long hits, long of, int side) {
    double share = (double) hits / of;
    double spread = Z * Math.sqrt(share * (1 - share) / of + Z * Z / (4.0 * of * of));
    double end = (share + Z * Z / (2.0 * of) + side * spread) / (1 + Z * Z / of);
    // Rounding must not move an end past the share itself.
    return side < 0 ? Math.max(0, Math.min(share, end)) : Math.min(1, Math.max(share, end));
  }

  /** The same gate with the figure as people count it. */
  private static GateOutcome plain(GateOutcome broken, Measures measures) {
    OptionalDouble value = measures.find(broken.measure());
    return new Gate(broken.measure(), broken.limit())
        .judge(value.isPresent() ? value : broken.value());
  }
}
