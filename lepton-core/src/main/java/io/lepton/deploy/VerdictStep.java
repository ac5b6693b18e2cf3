package io.lepton.deploy;

import io.lepton.deploy.Verdict.Decision;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Decides by the gates and acts: kept, the new revision has all traffic and the old one of this
 * platform stands still with no replica (a service elsewhere is never touched); rolled back, the
 * old one has all traffic and the new revision is removed. Idempotent.
 */
public final class VerdictStep {
  /** Id of the step in events. */
  public static final String ID = "verdict";

  private final DeployTools tools;

  public VerdictStep(DeployTools tools) {
    this.tools = tools;
  }

  /**
   * Decides and acts.
   *
   * @throws DeployException when the platform does not let it act; the decision stands and the same
   *     call acts again
   */
  public Verdict run(RolloutInput input, ShadowResult shadow, ShiftResult shift) {
    Verdict verdict = decide(input, shadow, shift);
    if (verdict.kept()) {
      new DeploymentFiles(tools.state())
          .find()
          .filter(deployment -> deployment.revision().equals(input.deployment().revision()))
          .ifPresent(deployment -> new Promotion(tools, ID).finish(deployment));
    } else if (!input.deployment().unchanged()) {
      new RollbackTraffic(tools).run();
    }
    return verdict;
  }

  /** The decision alone; a pure function. */
  static Verdict decide(RolloutInput input, ShadowResult shadow, ShiftResult shift) {
    Measures measures = input.model().worst(shadow.measures()).worst(shift.measures());
    List<GateOutcome> outcomes =
        input.deployment().comparable()
            ? input.gates().judge(measures)
            : input.gates().judgeAlone(measures);
    String broken =
        outcomes.stream()
            .filter(outcome -> !outcome.passed())
            .map(GateOutcome::describe)
            .collect(Collectors.joining("; "));
    if (broken.isEmpty() && shift.completed()) {
      return new Verdict(Decision.KEPT, kept(outcomes), outcomes);
    }
    String reason =
        broken.isEmpty()
            ? shift
                .breach()
                .map(GateOutcome::describe)
                .orElse("the new revision never had all the traffic")
            : broken;
    return new Verdict(
        Decision.ROLLED_BACK,
        String.format(Locale.ROOT, "%s (at %d %% of the traffic)", reason, shift.reachedPercent()),
        outcomes);
  }

  private static String kept(List<GateOutcome> outcomes) {
    return outcomes.isEmpty()
        ? "the new revision has all traffic; no gates were set"
        : String.format(
            Locale.ROOT,
            "the new revision has all traffic; %d of %d gates passed",
            outcomes.size(),
            outcomes.size());
  }
}
