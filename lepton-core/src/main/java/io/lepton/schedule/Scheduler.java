package io.lepton.schedule;

import io.lepton.allocation.Purchase;
import io.lepton.allocation.Status;
import io.lepton.spi.price.Offer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best schedule, or the best one that the time allows, with a proven lower bound.
 *
 * <p>Least cost is exact on chains, trees, series-parallel graphs and all graphs of small
 * treewidth, by elimination; the Pareto front is exact on series-parallel graphs. Other graphs and
 * limits are searched by branch and bound, whose answers say how far they can be from the best.
 * Works in the caller's thread. Immutable and thread safe.
 *
 * @param limit how long to search; empty takes the problem's limit, or {@link #DEFAULT_LIMIT}
 * @param mostPoints how many points of a Pareto front are searched when it is sampled
 * @param cancelled asked often; once true the search ends with the best answer so far
 */
public record Scheduler(Optional<Duration> limit, int mostPoints, BooleanSupplier cancelled) {

  /** How long to search when neither the problem nor the caller says. */
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(5);

  public Scheduler {
    Objects.requireNonNull(limit, "limit");
    Objects.requireNonNull(cancelled, "cancelled");
    if (mostPoints < 2) {
      throw new IllegalArgumentException("a front needs at least 2 points, not " + mostPoints);
    }
  }

  /** A scheduler that takes the problem's own time limit. */
  public static Scheduler create() {
    return new Scheduler(Optional.empty(), 25, () -> false);
  }

  /** A scheduler with a time limit. */
  public static Scheduler within(Duration limit) {
    return new Scheduler(Optional.of(limit), 25, () -> false);
  }

  /** The same, ending early once {@code signal} is true. */
  public Scheduler cancelledBy(BooleanSupplier signal) {
    return new Scheduler(limit, mostPoints, signal);
  }

  /**
   * Schedules for least cost or least makespan. A problem without an answer gets the status
   * INFEASIBLE and the reason.
   *
   * @throws IllegalArgumentException when the problem's goal is PARETO; ask {@link #front} then
   */
  public Schedule solve(ScheduleProblem problem) {
    return new Run(problem).solve();
  }

  /** All schedules that no other beats in both cost and makespan, within the limits. */
  public ParetoFront front(ScheduleProblem problem) {
    return new Run(problem.withGoal(Goal.PARETO)).front();
  }

  /** One search. */
  private final class Run {
    private final long began = System.nanoTime();
    private final ScheduleProblem problem;
    private final Deadline deadline;
    private final Model model;
    private final long makespanLimit;

    Run(ScheduleProblem problem) {
      this.problem = problem;
      deadline = Deadline.in(limit.or(problem::timeLimit).orElse(DEFAULT_LIMIT), cancelled);
      makespanLimit = problem.makespanLimit().map(Duration::toMillis).orElse(Long.MAX_VALUE);
      model =
          new Model(
              problem,
              problem.goal() == Goal.COST && makespanLimit == Long.MAX_VALUE
                  ? Model.Keep.CHEAPEST
                  : Model.Keep.UNDOMINATED);
    }

    Schedule solve() {
      for (int i = 0; i < model.tasks; i++) {
        if (model.cost[i].length == 0) {
          Task task = problem.tasks().get(i);
          return none(
              Status.INFEASIBLE,
              "no offer fits task " + task.name() + ": " + task.misfit(problem.offers()));
        }
      }
      return switch (problem.goal()) {
        case COST -> cheapest();
        case MAKESPAN -> problem.costLimitMicros().isPresent() ? quickestWithin() : quickest();
        case PARETO ->
            throw new IllegalArgumentException("a Pareto front is many schedules: ask front()");
      };
    }

    private Schedule cheapest() {
      Found found = new CostSearch(model, makespanLimit, deadline).run();
      long costLimit = problem.costLimitMicros().orElse(Long.MAX_VALUE);
      if (found.bound() > costLimit && found.bound() < Long.MAX_VALUE) {
        return none(
            Status.INFEASIBLE,
            "no schedule costs less than " + Schedule.usd(found.bound()) + " USD");
      }
      if (found.value() > costLimit) {
        return found.choice() == null
            ? missing(found)
            : none(Status.UNKNOWN, "the cheapest schedule found is above the cost limit");
      }
      return answer(model, found, Goal.COST);
    }

    private Schedule quickest() {
      Model quick = model.quickestPerSite();
      Found found = new MakespanSearch(quick, deadline.share(0.6)).run();
      if (found.choice() == null) {
        return missing(found);
      }
      if (found.bound() > makespanLimit) {
        return none(
            Status.INFEASIBLE, "no schedule ends before " + Schedule.exactly(found.bound()));
      }
      if (found.value() > makespanLimit) {
        return none(Status.UNKNOWN, "the quickest schedule found is beyond the makespan limit");
      }
      // Many schedules are as quick; the cheapest of them that the remaining time finds is given.
      Found cheap = new CostSearch(model, found.value(), deadline.share(0.3)).run();
      int[] choice = cheap.choice();
      return choice == null || cheap.value() > quick.cost(found.choice())
          ? answer(quick, found, Goal.MAKESPAN)
          : answer(model, new Found(choice, model.makespan(choice), found.bound()), Goal.MAKESPAN);
    }

    /** Bisects the makespan: is there a schedule within the cost limit that ends by then? */
    private Schedule quickestWithin() {
      long costLimit = problem.costLimitMicros().orElse(Long.MAX_VALUE);
      Found quick = new MakespanSearch(model.quickestPerSite(), deadline.share(0.2)).run();
      Found cheap = new CostSearch(model, makespanLimit, deadline.share(0.3)).run();
      if (cheap.bound() == Long.MAX_VALUE) {
        return missing(cheap);
      }
      if (cheap.bound() > costLimit) {
        return none(
            Status.INFEASIBLE,
            "no schedule costs less than " + Schedule.usd(cheap.bound()) + " USD");
      }
      int[] best = cheap.choice();
      if (best == null || cheap.value() > costLimit) {
        return none(Status.UNKNOWN, "no schedule within the limits was found in the time");
      }
      long high = model.makespan(best);
      long low = Math.min(quick.bound(), high);
      long proven = low;
      while (low < high && !deadline.passed()) {
        long middle = low + (high - low) / 2;
        Found found = new CostSearch(model, middle, deadline.share(0.2)).run();
        int[] choice = found.choice();
        if (choice != null && found.value() <= costLimit) {
          best = choice;
          high = model.makespan(choice);
        } else {
          proven = found.bound() > costLimit && proven == low ? middle + 1 : proven;
          low = middle + 1;
        }
      }
      return answer(model, new Found(best, high, Math.min(proven, high)), Goal.MAKESPAN);
    }

    ParetoFront front() {
      List<Schedule> points = new ArrayList<>();
      for (int i = 0; i < model.tasks; i++) {
        if (model.cost[i].length == 0) {
          return new ParetoFront(ParetoFront.Coverage.COMPLETE, List.of(), elapsed());
        }
      }
      long costLimit = problem.costLimitMicros().orElse(Long.MAX_VALUE);
      Optional<List<int[]>> exact = new SeriesParallel(model, deadline.share(0.5)).front();
      if (exact.isPresent()) {
        for (int[] choice : exact.get()) {
          long cost = model.cost(choice);
          if (model.makespan(choice) <= makespanLimit && cost <= costLimit) {
            points.add(answer(model, new Found(choice, cost, cost), Goal.COST));
          }
        }
        return new ParetoFront(ParetoFront.Coverage.COMPLETE, points, elapsed());
      }
      return sampled(points, costLimit);
    }

    /**
     * The epsilon constraint: the cheapest schedule, then the cheapest that is quicker, and so on;
     * in even steps once there would be too many.
     */
    private ParetoFront sampled(List<Schedule> points, long costLimit) {
      Found quick = new MakespanSearch(model.quickestPerSite(), deadline.share(0.1)).run();
      boolean complete = true;
      long within = makespanLimit;
      long step = 0;
      while (points.size() < mostPoints && !deadline.passed()) {
        Model searched = within == Long.MAX_VALUE ? new Model(problem, Model.Keep.CHEAPEST) : model;
        Deadline share = deadline.share(2.0 / (mostPoints - points.size() + 2));
        Found found = new CostSearch(searched, within, share).run();
        int[] choice = found.choice();
        if (choice == null || found.value() > costLimit) {
          complete &= found.bound() > costLimit || found.bound() == Long.MAX_VALUE;
          if (choice == null) {
            Collections.reverse(points);
            return front(points, complete);
          }
        } else {
          complete &= found.proven();
          points.add(answer(searched, found, Goal.COST));
        }
        long makespan = searched.makespan(choice);
        step = step == 0 ? Math.max(1, (makespan - quick.bound()) / mostPoints) : step;
        complete &= step == 1;
        within = makespan - step;
        if (makespan > quick.bound() && within < quick.bound()) {
          within = quick.value();
        }
        if (makespan <= quick.bound()) {
          Collections.reverse(points);
          return front(points, complete);
        }
      }
      Collections.reverse(points);
      return front(points, false);
    }

    private ParetoFront front(List<Schedule> points, boolean complete) {
      List<Schedule> kept = new ArrayList<>();
      for (Schedule point : points) {
        if (kept.isEmpty() || point.costMicros() < kept.get(kept.size() - 1).costMicros()) {
          kept.add(point);
        }
      }
      return new ParetoFront(
          complete ? ParetoFront.Coverage.COMPLETE : ParetoFront.Coverage.SAMPLED, kept, elapsed());
    }

    private Schedule missing(Found found) {
      return found.bound() == Long.MAX_VALUE
          ? none(Status.INFEASIBLE, whyNone())
          : none(Status.UNKNOWN, "no schedule was found in the time given; allow more");
    }

    /** Why there is none at any cost: but for a makespan limit, only tariffs are in the way. */
    private String whyNone() {
      if (makespanLimit < Long.MAX_VALUE) {
        Found quick = new MakespanSearch(model.quickestPerSite(), deadline.share(0.5)).run();
        if (quick.choice() != null) {
          return "no schedule keeps the makespan limit of %s; the quickest found takes %s"
              .formatted(Schedule.exactly(makespanLimit), Schedule.exactly(quick.value()));
        }
      }
      return "some data flow has no known tariff between any regions that fit; add egress";
    }

    private Schedule none(Status status, String reason) {
      return new Schedule(
          status, problem.goal(), 0, 0, 0, 0, List.of(), elapsed(), List.of(reason));
    }

    private Schedule answer(Model searched, Found found, Goal goal) {
      int @Nullable [] choice = found.choice();
      if (choice == null) {
        return missing(found);
      }
      long[] ends = searched.ends(choice);
      List<Placement> placements = new ArrayList<>();
      long machines = 0;
      for (int i = 0; i < searched.tasks; i++) {
        int reference = searched.reference[i][choice[i]];
        Offer offer = problem.offers().get(reference / 2);
        long cost = searched.cost[i][choice[i]];
        machines += cost;
        placements.add(
            new Placement(
                problem.tasks().get(i).name(),
                offer.cloud(),
                offer.region(),
                offer.zone(),
                offer.instanceType(),
                reference % 2 == 0 ? Purchase.ON_DEMAND : Purchase.SPOT,
                ends[i] - searched.time[i][choice[i]],
                ends[i],
                cost));
      }
      long total = searched.cost(choice);
      return new Schedule(
          found.proven() ? Status.OPTIMAL : Status.FEASIBLE,
          goal,
          total,
          total - machines,
          searched.makespan(choice),
          found.bound(),
          placements,
          elapsed(),
          Explanation.of(problem, placements, total - machines));
    }

    private long elapsed() {
      return (System.nanoTime() - began) / 1_000_000;
    }
  }
}
