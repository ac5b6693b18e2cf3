package io.lepton.allocation;

/** How good an answer is. */
public enum Status {
  /** Proven: no cheaper answer exists. */
  OPTIMAL,
  /** Valid; the gap says how much cheaper another could be at most. */
  FEASIBLE,
  /** Proven: no answer exists. The explanation names a smallest conflict. */
  INFEASIBLE,
  /** Time ran out, or the caller cancelled, before any valid answer was found. */
  UNKNOWN
}
