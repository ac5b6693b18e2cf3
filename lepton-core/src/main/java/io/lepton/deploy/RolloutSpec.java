package io.lepton.deploy;

import io.lepton.config.ConfigNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How traffic moves to the new revision.
 *
 * @param shadowRequests how many requests both services answer and have compared before any client
 *     sees the new one; 0 leaves that out
 * @param steps percent of the traffic on the new revision, rising to 100
 * @param hold how long each step is watched
 */
public record RolloutSpec(int shadowRequests, List<Integer> steps, Duration hold) {

  public RolloutSpec {
    Objects.requireNonNull(hold, "hold");
    steps = List.copyOf(steps);
    if (shadowRequests < 0 || hold.isNegative()) {
      throw new IllegalArgumentException("shadow_requests and hold_seconds must not be negative");
    }
    int last = 0;
    for (int step : steps) {
      if (step <= last || step > 100) {
        throw new IllegalArgumentException(
            "rollout steps " + steps + " must rise from above 0 to 100");
      }
      last = step;
    }
    if (last != 100) {
      throw new IllegalArgumentException("rollout steps " + steps + " must end with 100");
    }
  }

  /** 200 requests in the shadow, then 5, 25 and 100 percent for 30 seconds each. */
  public static RolloutSpec standard() {
    return new RolloutSpec(200, List.of(5, 25, 100), Duration.ofSeconds(30));
  }

  static RolloutSpec read(ConfigNode node) {
    node.allow("shadow_requests", "steps", "hold_seconds");
    RolloutSpec standard = standard();
    return new RolloutSpec(
        node.find("shadow_requests")
            .map(value -> value.integer(0, 1_000_000))
            .orElse(standard.shadowRequests()),
        node.find("steps").map(RolloutSpec::steps).orElse(standard.steps()),
        node.find("hold_seconds")
            .map(value -> Duration.ofMillis(Math.round(value.number(0, 86_400) * 1000)))
            .orElse(standard.hold()));
  }

  private static List<Integer> steps(ConfigNode node) {
    List<Integer> steps = new ArrayList<>();
    int last = 0;
    for (ConfigNode item : node.items()) {
      int step = item.integer(1, 100);
      if (step <= last) {
        throw item.error("must be above the step before it, " + last + ", not " + step);
      }
      steps.add(step);
      last = step;
    }
    if (last != 100) {
      throw node.error("must end with 100, so that the new revision takes all traffic");
    }
    return steps;
  }
}
