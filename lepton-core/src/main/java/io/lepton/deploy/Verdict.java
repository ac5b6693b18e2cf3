package io.lepton.deploy;

import java.util.List;
import java.util.Objects;

/**
 * What became of the new service. Immutable.
 *
 * @param decision kept or rolled back
 * @param reason why, in one sentence for people
 * @param gates every gate with what was measured
 */
public record Verdict(Decision decision, String reason, List<GateOutcome> gates) {

  public Verdict {
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(reason, "reason");
    gates = List.copyOf(gates);
  }

  /** Whether the new service has the traffic now. */
  public boolean kept() {
    return decision == Decision.KEPT;
  }

  /** What became of the new service. */
  public enum Decision {
    /** It has all the traffic; the old one stands still, ready for a rollback. */
    KEPT,
    /** The old one has all the traffic, as before. */
    ROLLED_BACK
  }
}
