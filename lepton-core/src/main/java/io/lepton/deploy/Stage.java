package io.lepton.deploy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Holds the gateway's routes for a while and watches what happens. Where clients send too few
 * requests to judge by, samples are sent in their place.
 */
final class Stage {
  private static final int GATEWAY_RESTARTS = 5;

  private final GatewayClient gateway;
  private final Patience patience;
  private final Replay replay;

  Stage(GatewayClient gateway, Patience patience, Replay replay) {
    this.gateway = gateway;
    this.patience = patience;
    this.replay = replay;
  }

  /**
   * What a stage is held for.
   *
   * @param hold at least so long
   * @param progress of the requests that the judgement needs; 1 and more is enough
   * @param breach the gate that is broken beyond doubt
   * @param seen told what the gateway counts
   */
  record Goal(
      Duration hold,
      ToDoubleFunction<GatewayStats> progress,
      Function<GatewayStats, Optional<GateOutcome>> breach,
      Consumer<GatewayStats> seen) {}

  /**
   * How a stage ended.
   *
   * @param stats the gateway's counts at its end
   * @param breach the gate that ended it early
   */
  record Outcome(GatewayStats stats, Optional<GateOutcome> breach) {}

  Outcome hold(Routes routes, Goal goal) {
    long generation = gateway.put(routes);
    int restarts = 0;
    double hold = seconds(goal.hold());
    double limit = hold + seconds(patience.judgement());
    while (true) {
      GatewayStats stats = gateway.stats();
      if (stats.generation() != generation) {
        if (++restarts > GATEWAY_RESTARTS) {
          throw new DeployException(
              "the gateway's routes are changed by someone else; stop that, then run again");
        }
        generation = gateway.put(routes);
        continue;
      }
      goal.seen().accept(stats);
      Optional<GateOutcome> breach = goal.breach().apply(stats);
      double progress = goal.progress().applyAsDouble(stats);
      if (breach.isPresent()
          || (stats.seconds() >= hold && progress >= 1)
          || stats.seconds() >= limit) {
        return new Outcome(stats, breach);
      }
      steerReplay(stats.seconds(), hold, progress);
      Pause.of(patience.poll());
    }
  }

  private void steerReplay(double elapsed, double hold, double progress) {
    if (replay.started()) {
      if (progress >= 1) {
        replay.calm();
      } else {
        replay.brisk();
      }
      return;
    }
    double wait =
        hold > 0 ? Math.min(hold / 2, seconds(patience.traffic())) : seconds(patience.traffic());
    double horizon = hold + seconds(patience.judgement()) / 2;
    boolean tooFew = progress < Math.min(1, elapsed / Math.max(horizon, 1e-3));
    if (elapsed >= wait && tooFew) {
      replay.start();
    }
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
