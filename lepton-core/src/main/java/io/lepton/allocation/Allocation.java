package io.lepton.allocation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * An answer: which machines, what runs on them, what it costs, and how far from the cheapest it can
 * be at most. Every answer that holds machines has passed an independent checker. Immutable; prints
 * with {@link #toJson} and reads back equal with {@link #parse}.
 *
 * @param status how good it is
 * @param costMicrosPerHour machines and data transfer, millionths of a US dollar
 * @param egressMicrosPerHour the data transfer in it
 * @param objectiveMicros the value that was minimised; the cost itself with {@link Objective#COST}
 * @param lowerBoundMicros no answer's objective is below this
 * @param instances the placement, rows with equal packing merged; empty when infeasible
 * @param perCloud performance and utilisation of each cloud, by cloud id
 * @param overall the same figures for everything together
 * @param moves steps from the current placement, in a safe order; empty when there was none
 * @param timeMillis how long the search took
 * @param why what decides the cost, for people; the smallest conflict when infeasible
 */
public record Allocation(
    Status status,
    long costMicrosPerHour,
    long egressMicrosPerHour,
    long objectiveMicros,
    long lowerBoundMicros,
    List<InstanceGroup> instances,
    List<CloudFigures> perCloud,
    CloudFigures overall,
    List<Move> moves,
    long timeMillis,
    List<String> why) {

  public Allocation {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(overall, "overall");
    instances = List.copyOf(instances);
    perCloud = List.copyOf(perCloud);
    moves = List.copyOf(moves);
    why = List.copyOf(why);
  }

  /** Whether there is a placement. */
  public boolean feasible() {
    return switch (status) {
      case OPTIMAL, FEASIBLE -> true;
      case INFEASIBLE, UNKNOWN -> false;
    };
  }

  /** Machines and data transfer, US dollars an hour, exact to the millionth. */
  public BigDecimal costPerHour() {
    return Money.usd(costMicrosPerHour);
  }

  /** The data transfer in it, US dollars an hour. */
  public BigDecimal egressPerHour() {
    return Money.usd(egressMicrosPerHour);
  }

  /** Proven: no answer's objective is below this, US dollars an hour. */
  public BigDecimal lowerBound() {
    return Money.usd(lowerBoundMicros);
  }

  /** How much of the objective could be saved at most, as a share of it: 0 when optimal. */
  public double gap() {
    return !feasible() || objectiveMicros <= lowerBoundMicros
        ? 0
        : (objectiveMicros - lowerBoundMicros) / (double) objectiveMicros;
  }

  /** {@link #why} as lines of one text. */
  public String explain() {
    return String.join("\n", why);
  }

  /** This answer as one JSON document. */
  public String toJson() {
    return AllocationJson.write(this);
  }

  /**
   * Reads an answer that {@link #toJson} wrote.
   *
   * @throws io.lepton.config.InputException naming line and field
   */
  public static Allocation parse(String json) {
    return AllocationJson.parse(json);
  }
}
