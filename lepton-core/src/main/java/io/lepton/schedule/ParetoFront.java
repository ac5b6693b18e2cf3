package io.lepton.schedule;

import io.lepton.json.JsonTree;
import java.util.List;
import java.util.Objects;

/**
 * Schedules of which none beats another in both cost and makespan, quickest first. Points that no
 * weighting of the two would choose are among them.
 *
 * @param coverage whether all points are there
 * @param schedules the points
 * @param searchMillis how long the search took
 */
public record ParetoFront(Coverage coverage, List<Schedule> schedules, long searchMillis) {

  /** How much of the front was found. */
  public enum Coverage {
    /** Proven: every point. */
    COMPLETE,
    /** Time or the number of points was cut off; each point carries its own proof. */
    SAMPLED
  }

  public ParetoFront {
    Objects.requireNonNull(coverage, "coverage");
    schedules = List.copyOf(schedules);
  }

  /** This front as one JSON document. */
  public String toJson() {
    return JsonTree.pretty(ScheduleJson.write(this));
  }
}
