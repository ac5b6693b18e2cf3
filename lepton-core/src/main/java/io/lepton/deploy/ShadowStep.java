package io.lepton.deploy;

import io.lepton.event.LeptonEvent.Measured;
import io.lepton.event.LeptonEvent.Progress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets the new revision answer copies of the requests that the old one serves, and compares the
 * answers. Clients never see the copies' answers.
 *
 * <p>Ends when enough answers are compared, when a gate is broken beyond doubt, or when the time
 * for it is over. Idempotent: the gateway keeps its counts while the routes stay as they are, so a
 * run after a crash goes on counting.
 */
public final class ShadowStep {
  /** Id of the step in events. */
  public static final String ID = "shadow";

  private static final int ALL = 100;

  private final DeployTools tools;

  public ShadowStep(DeployTools tools) {
    this.tools = tools;
  }

  /**
   * Compares.
   *
   * @throws DeployException when the gateway or one of the revisions is gone
   */
  public ShadowResult run(RolloutInput input) {
    DeployResult deployment = input.deployment();
    int wanted = input.rollout().shadowRequests();
    if (deployment.old().isEmpty()) {
      return ShadowResult.leftOut("nothing to compare with: this is the first deployment");
    }
    if (deployment.unchanged()) {
      return ShadowResult.leftOut("nothing to compare: this revision has the traffic already");
    }
    if (wanted == 0) {
      return ShadowResult.leftOut("left out: shadow_requests is 0");
    }
    Endpoints endpoints = new Endpoints(tools, deployment, ID);
    List<URI> fresh = endpoints.fresh();
    WarmUp.run(fresh, input.samples());
    GatewayClient gateway = endpoints.gateway();
    Routes routes = new Routes(endpoints.old(), fresh, 0, ALL);
    try (Replay replay = new Replay(gateway.base(), input.samples())) {
      Stage.Outcome outcome =
          new Stage(gateway, tools.patience(), replay)
              .hold(
                  routes,
                  new Stage.Goal(
                      Duration.ZERO,
                      stats -> (double) stats.mirror().compared() / wanted,
                      stats -> early(input.gates(), stats.mirror(), wanted),
                      stats -> tell(stats, wanted)));
      return result(outcome.stats(), wanted, replay.sent());
    }
  }

  /** Where everything wanted is compared the plain figures decide, at the verdict. */
  private static Optional<GateOutcome> early(Gates gates, MirrorStats mirror, int wanted) {
    return mirror.compared() >= wanted ? Optional.empty() : HoldJudge.earlyBreach(gates, mirror);
  }

  private void tell(GatewayStats stats, int wanted) {
    MirrorStats mirror = stats.mirror();
    long compared = Math.min(mirror.compared(), wanted);
    tools.events().accept(new Progress(ID, "requests", compared, wanted, "comparing answers"));
    if (mirror.compared() > 0) {
      double agreement = (double) mirror.agreed() / mirror.compared();
      tools.events().accept(new Measured(ID, "agreement", stats.seconds(), agreement));
      tools.events().accept(new Measured(ID, "p99 ms", stats.seconds(), mirror.p99Millis()));
    }
  }

  private static ShadowResult result(GatewayStats stats, int wanted, long replayed) {
    MirrorStats mirror = stats.mirror();
    String source =
        replayed == 0
            ? "all of them clients' own"
            : String.format(
                Locale.ROOT,
                "clients sent too few, so %,d samples of the test split were sent",
                replayed);
    String few =
        mirror.compared() < wanted ? String.format(Locale.ROOT, " (%,d were wanted)", wanted) : "";
    return new ShadowResult(
        String.format(Locale.ROOT, "%,d requests compared%s; %s", mirror.compared(), few, source),
        mirror,
        stats.oldSide(),
        replayed,
        stats.seconds(),
        HoldJudge.shadow(mirror));
  }
}
