package io.lepton.deploy;

import io.lepton.event.LeptonEvent.Measured;
import io.lepton.event.LeptonEvent.Notice;
import io.lepton.event.LeptonEvent.Progress;
import io.lepton.event.LeptonEvent.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves the traffic to the new revision in steps, and holds each while the gates hold. When one
 * breaks, all traffic goes back to the old service at once and the result names the gate. Traffic
 * never starts to move where the model's evaluation or the comparison has broken a gate already.
 *
 * <p>Idempotent: a finished step is remembered on disk, and the gateway keeps its counts while the
 * routes stay as they are. While the process that runs this is dead, the split stays as it was and
 * nobody watches the gates; the next run judges what happened meanwhile.
 */
public final class ShiftStep {
  /** Id of the step in events. */
  public static final String ID = "shift";

  /** Copies for comparison during the shift; fewer than in the shadow, for they cost as much. */
  private static final int MIRROR_PERCENT = 25;

  private static final int SAMPLES_A_STEP = 300;

  private final DeployTools tools;
  private final DeploymentFiles files;

  public ShiftStep(DeployTools tools) {
    this.tools = tools;
    this.files = new DeploymentFiles(tools.state());
  }

  /**
   * Shifts.
   *
   * @throws DeployException when the gateway or one of the revisions is gone; run again
   */
  public ShiftResult run(RolloutInput input, ShadowResult shadow) {
    ShiftProgress progress = files.shift().orElseGet(ShiftProgress::none);
    if (progress.breach().isPresent()) {
      return backToOld(input, progress);
    }
    Optional<GateOutcome> blocked = blocked(input, shadow);
    if (blocked.isPresent()) {
      return backToOld(input, broken(progress, blocked.get(), Measures.none()));
    }
    Endpoints endpoints = new Endpoints(tools, input.deployment(), ID);
    List<URI> old = endpoints.old();
    List<URI> fresh = endpoints.fresh();
    if (old.isEmpty()) {
      WarmUp.run(fresh, input.samples());
    }
    List<Integer> steps = old.isEmpty() ? List.of(100) : input.rollout().steps();
    GatewayClient gateway = endpoints.gateway();
    try (Replay replay = new Replay(gateway.base(), input.samples())) {
      Stage stage = new Stage(gateway, tools.patience(), replay);
      for (int i = progress.stepsDone(); i < steps.size(); i++) {
        int mirror = old.isEmpty() ? 0 : MIRROR_PERCENT;
        Routes routes = new Routes(old, fresh, steps.get(i), mirror);
        progress = step(input, stage, routes, progress, replay);
        files.write(progress);
        if (progress.breach().isPresent()) {
          return backToOld(input, progress);
        }
      }
    }
    return progress.result();
  }

  /** The gate that forbids to begin. */
  private static Optional<GateOutcome> blocked(RolloutInput input, ShadowResult shadow) {
    Optional<GateOutcome> model =
        input.gates().judge(input.model()).stream()
            .filter(
                outcome ->
                    outcome.measure() == Measure.ACCURACY || outcome.measure() == Measure.MACRO_F1)
            .filter(outcome -> !outcome.passed())
            .findFirst();
    return model.or(() -> input.gates().firstBroken(shadow.measures()));
  }

  private static double enough(GatewayStats stats) {
    return (double) stats.newSide().requests() / HoldJudge.FEWEST_REQUESTS;
  }

  private ShiftProgress step(
      RolloutInput input, Stage stage, Routes routes, ShiftProgress before, Replay replay) {
    Duration hold = input.rollout().hold();
    List<TimelineSample> timeline = new ArrayList<>(before.timeline());
    long replayedBefore = replay.sent();
    double began = before.seconds();
    double between = Math.max(0.2, hold.toMillis() / 1000.0 / SAMPLES_A_STEP);
    // Nothing to judge by, or a first deployment that nobody can be asking yet.
    boolean judged =
        !input.gates().gates().isEmpty()
            && !(routes.oldSide().isEmpty() && input.samples().isEmpty());
    Stage.Outcome outcome =
        stage.hold(
            routes,
            new Stage.Goal(
                hold,
                stats -> judged ? enough(stats) : 1,
                stats -> HoldJudge.earlyBreach(input.gates(), stats.newSide(), stats.mirror()),
                stats -> {
                  TimelineSample sample = sample(began + stats.seconds(), routes, stats);
                  if (sample.atSeconds() - last(timeline) >= between || timeline.isEmpty()) {
                    timeline.add(sample);
                  }
                  tell(sample, hold, stats.seconds());
                }));
    GatewayStats stats = outcome.stats();
    timeline.add(sample(began + stats.seconds(), routes, stats));
    Measures measures = HoldJudge.shift(stats.newSide(), stats.mirror());
    Optional<GateOutcome> breach = outcome.breach().or(() -> input.gates().firstBroken(measures));
    return new ShiftProgress(
        before.stepsDone() + 1,
        routes.newPercent(),
        breach,
        timeline,
        before.replayed() + replay.sent() - replayedBefore,
        before.failedToClient() + stats.failedToClient(),
        before.measures().worst(measures));
  }

  /** All traffic to the old service, before anything is written: clients come first. */
  private ShiftResult backToOld(RolloutInput input, ShiftProgress progress) {
    Endpoints endpoints = new Endpoints(tools, input.deployment(), ID);
    if (!input.deployment().unchanged()) {
      endpoints.gateway().put(Routes.settled(endpoints.old()));
    }
    files.write(progress);
    progress
        .breach()
        .ifPresent(
            gate -> tools.events().accept(new Notice(ID, Severity.WARNING, gate.describe())));
    return progress.result();
  }

  private static ShiftProgress broken(ShiftProgress before, GateOutcome gate, Measures measures) {
    return new ShiftProgress(
        before.stepsDone(),
        before.reachedPercent(),
        Optional.of(gate),
        before.timeline(),
        before.replayed(),
        before.failedToClient(),
        before.measures().worst(measures));
  }

  private static double last(List<TimelineSample> timeline) {
    return timeline.isEmpty() ? 0 : timeline.get(timeline.size() - 1).atSeconds();
  }

  private static TimelineSample sample(double at, Routes routes, GatewayStats stats) {
    return new TimelineSample(
        at, routes.newPercent(), stats.oldSide(), stats.newSide(), stats.mirror());
  }

  private void tell(TimelineSample sample, Duration hold, double elapsed) {
    SideStats side = sample.newSide();
    double at = sample.atSeconds();
    tools
        .events()
        .accept(
            new Progress(
                ID,
                "seconds",
                Math.min(Math.round(elapsed), hold.toSeconds()),
                hold.toSeconds(),
                sample.newPercent() + " % on the new revision"));
    tools.events().accept(new Measured(ID, "traffic percent", at, sample.newPercent()));
    if (side.requests() > 0) {
      tools.events().accept(new Measured(ID, "error rate", at, side.errorRate()));
      tools.events().accept(new Measured(ID, "p99 ms", at, side.p99Millis()));
    }
  }
}
