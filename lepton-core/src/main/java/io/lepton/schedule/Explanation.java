package io.lepton.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says what decides a schedule. */
final class Explanation {

  private Explanation() {}

  static List<String> of(ScheduleProblem problem, List<Placement> placements, long flowMicros) {
    List<String> lines = new ArrayList<>();
    Map<String, Long> regions = new TreeMap<>();
    for (Placement placement : placements) {
      regions.merge(placement.cloud() + " " + placement.region(), 1L, Long::sum);
    }
    regions.forEach((region, count) -> lines.add(count + " tasks run in " + region));
    if (flowMicros > 0) {
      lines.add("data between regions costs " + Schedule.usd(flowMicros) + " USD");
    }
    placements.stream()
        .max(Comparator.comparingLong(Placement::costMicros))
        .ifPresent(
            dearest ->
                lines.add(
                    "task %s costs most: %s USD on %s"
                        .formatted(
                            dearest.task(),
                            Schedule.usd(dearest.costMicros()),
                            dearest.instanceType())));
    placements.stream()
        .max(Comparator.comparingLong(Placement::endMillis))
        .filter(last -> problem.tasks().size() > 1)
        .ifPresent(
            last ->
                lines.add(
                    "task %s ends last, after %s"
                        .formatted(last.task(), Schedule.hours(last.endMillis()))));
    return lines;
  }
}
