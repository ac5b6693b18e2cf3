package io.lepton.schedule;

/** What a schedule is asked to be. */
public enum Goal {
  /** As cheap as possible, within the makespan limit if there is one. */
  COST,
  /** As quick as possible, within the cost limit if there is one; the cheapest such one found. */
  MAKESPAN,
  /** Every schedule that no other beats in both cost and makespan. */
  PARETO
}
