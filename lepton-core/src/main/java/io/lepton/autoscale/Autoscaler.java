package io.lepton.autoscale;

import io.lepton.allocation.Allocation;
import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.AllocationSolver;
import io.lepton.allocation.InstanceGroup;
import io.lepton.autoscale.ScalingDecision.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Plans the cheapest machines for the greatest load that the forecast sees within the policy's
 * horizon. Capacity is raised at once; it is reduced only after the cool-down, only when the need
 * has fallen by more than the hysteresis, and only when that saves money. A budget caps the planned
 * load at what it buys. The placement that runs is handed to every new allocation, so that the
 * problem's churn price keeps replicas where they are.
 *
 * <p>Not thread safe: it remembers the loads it was told.
 */
public final class Autoscaler implements Scaler {
  private static final int BUDGET_STEPS = 10;
  private static final int FIRST_HISTORY = 1024;

  private final ScaledWorkload workload;
  private final Forecaster forecaster;
  private final ScalingPolicy policy;
  private final Duration step;
  private final Function<AllocationProblem, Allocation> solver;

  private double[] history = new double[FIRST_HISTORY];
  private int seen;
  private List<InstanceGroup> placement = List.of();
  private double planned;
  private @Nullable Instant changed;

  /** An autoscaler that starts with nothing running and sees one load a {@code step}. */
  public Autoscaler(
      ScaledWorkload workload,
      Forecaster forecaster,
      ScalingPolicy policy,
      Duration step,
      AllocationSolver solver) {
    this(workload, forecaster, policy, step, solver::solve);
  }

  Autoscaler(
      ScaledWorkload workload,
      Forecaster forecaster,
      ScalingPolicy policy,
      Duration step,
      Function<AllocationProblem, Allocation> solver) {
    this.workload = workload;
    this.forecaster = forecaster;
    this.policy = policy;
    this.step = step;
    this.solver = solver;
  }

  @Override
  public ScalingDecision decide(Instant now, double requestsPerSecond) {
    remember(requestsPerSecond);
    int steps = Math.max(1, LoadSeries.steps(policy.horizon(), step));
    double peak =
        Arrays.stream(forecaster.forecast(Arrays.copyOf(history, seen), steps)).max().orElse(0);
    double need = Math.max(policy.minimumLoad(), peak / policy.targetUtilisation());
    double capacity = workload.capacity(placement);
    if (need > capacity) {
      return change(now, need, capacity);
    }
    if (need >= planned * (1 - policy.hysteresis())) {
      return hold("the need of %.2f a second is within what is planned".formatted(need));
    }
    if (changed != null && now.isBefore(changed.plus(policy.coolDown()))) {
      return hold("cooling down until " + changed.plus(policy.coolDown()));
    }
    return change(now, need, capacity);
  }

  private ScalingDecision change(Instant now, double need, double capacity) {
    Optional<Allocation> answer = affordable(need);
    Action action = Action.GROW;
    double served = need;
    if (answer.isEmpty()) {
      action = Action.LIMITED;
      double low = 0;
      double high = need;
      for (int i = 0; i < BUDGET_STEPS; i++) {
        double middle = (low + high) / 2;
        Optional<Allocation> smaller = affordable(middle);
        if (smaller.isPresent()) {
          answer = smaller;
          low = middle;
        } else {
          high = middle;
        }
      }
      served = low;
    }
    if (answer.isEmpty()) {
      return new ScalingDecision(
          Action.LIMITED, placement, planned, "no placement serves any of it within the limits");
    }
    List<InstanceGroup> wanted = answer.get().instances();
    if (need <= capacity) {
      if (workload.microsPerHour(wanted) >= workload.microsPerHour(placement)) {
        return hold("fewer machines would not cost less");
      }
      action = Action.SHRINK;
    } else if (action == Action.LIMITED && workload.capacity(wanted) <= capacity) {
      return new ScalingDecision(
          Action.LIMITED, placement, planned, "the limits allow no more than what runs");
    }
    placement = wanted;
    planned = served;
    changed = now;
    return new ScalingDecision(
        action,
        placement,
        served,
        "planned for %.2f of %.2f requests a second".formatted(served, need));
  }

  /** The cheapest placement for a load, if there is one within quotas and budget. */
  private Optional<Allocation> affordable(double need) {
    Allocation answer = solver.apply(workload.at(need, placement));
    return Optional.of(answer)
        .filter(Allocation::feasible)
        .filter(
            found ->
                policy.budgetMicrosPerHour().isEmpty()
                    || found.costMicrosPerHour() <= policy.budgetMicrosPerHour().getAsLong());
  }

  private ScalingDecision hold(String reason) {
    return new ScalingDecision(Action.HOLD, placement, planned, reason);
  }

  private void remember(double requestsPerSecond) {
    if (seen == history.length) {
      history = Arrays.copyOf(history, seen * 2);
    }
    history[seen++] = requestsPerSecond;
  }
}
