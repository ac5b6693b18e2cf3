package io.lepton.schedule;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Writes answers in the style of the allocation's. */
final class ScheduleJson {
  private static final double MILLIS_PER_HOUR = 3_600_000;

  private ScheduleJson() {}

  static ObjectNode write(Schedule schedule) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("status", schedule.status().name());
    root.put("goal", schedule.goal().name().toLowerCase(Locale.ROOT));
    root.put("cost_usd", schedule.cost());
    root.put("makespan_hours", schedule.makespanMillis() / MILLIS_PER_HOUR);
    if (schedule.goal() == Goal.MAKESPAN) {
      root.put("lower_bound_hours", schedule.lowerBound() / MILLIS_PER_HOUR);
    } else {
      root.put("lower_bound_usd", Schedule.usd(schedule.lowerBound()));
    }
    root.put("gap", schedule.gap());
    root.put("egress_usd", Schedule.usd(schedule.flowMicros()));
    ArrayNode placements = root.putArray("placements");
    schedule.placements().forEach(placement -> placements.add(placement(placement)));
    root.put("time_ms", schedule.searchMillis());
    ArrayNode why = root.putArray("why");
    schedule.why().forEach(why::add);
    return root;
  }

  static ObjectNode write(ParetoFront front) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("goal", "pareto");
    root.put("coverage", front.coverage().name());
    ArrayNode schedules = root.putArray("schedules");
    front.schedules().forEach(schedule -> schedules.add(write(schedule)));
    root.put("time_ms", front.searchMillis());
    return root;
  }

  private static ObjectNode placement(Placement placement) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("task", placement.task())
        .put("cloud", placement.cloud())
        .put("region", placement.region())
        .put("zone", placement.zone())
        .put("instance_type", placement.instanceType())
        .put("purchase", placement.purchase().text())
        .put("start_hours", placement.startMillis() / MILLIS_PER_HOUR)
        .put("end_hours", placement.endMillis() / MILLIS_PER_HOUR)
        .put("cost_usd", Schedule.usd(placement.costMicros()));
  }
}
