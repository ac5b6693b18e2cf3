package io.lepton.allocation;

import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Orders the steps from one placement to another so that every workload keeps what it had or needs,
 * whichever is less: new machines first, then replicas on machines that are kept, and only what has
 * been replaced is stopped. Where a quota has no room for both at once, machines are closed as soon
 * as they can be.
 */
final class MovePlanner {

  /** Equal machines that are kept, closed or opened, and what runs on each before and after. */
  private static final class Change {
    final InstanceGroup machine;
    final Map<String, Long> before;
    final Map<String, Long> after;
    final boolean wasThere;
    final boolean stays;
    long stopsLeft;
    long startsLeft;

    Change(
        InstanceGroup machine,
        Map<String, Long> before,
        Map<String, Long> after,
        boolean wasThere,
        boolean stays,
        long count) {
      this.machine = machine;
      this.before = before;
      this.after = after;
      this.wasThere = wasThere;
      this.stays = stays;
      boolean stops = wasThere && (!stays || !difference(before, after).isEmpty());
      boolean starts = stays && (!wasThere || !difference(after, before).isEmpty());
      stopsLeft = stops ? count : 0;
      startsLeft = starts ? count : 0;
    }
  }

  private final AllocationProblem problem;
  private final Map<String, Double> running = new HashMap<>();
  private final Map<String, Double> floor = new HashMap<>();
  private final Map<String, Workload> workloads = new LinkedHashMap<>();
  private final QuotaLedger quotas;
  private final List<Move> moves = new ArrayList<>();

  private MovePlanner(AllocationProblem problem) {
    this.problem = problem;
    this.quotas = new QuotaLedger(problem);
    problem.workloads().forEach(workload -> workloads.put(workload.name(), workload));
  }

  /**
   * The moves between placements.
   *
   * @param pairs machines that are kept: their present row, their new row, and how many
   */
  static List<Move> plan(AllocationProblem problem, List<Kept> pairs, List<InstanceGroup> wanted) {
    return new MovePlanner(problem).run(pairs, wanted);
  }

  /**
   * Machines that stay.
   *
   * @param before their row now
   * @param after their row then
   * @param count how many
   */
  record Kept(InstanceGroup before, InstanceGroup after, long count) {}

  private List<Move> run(List<Kept> pairs, List<InstanceGroup> wanted) {
    List<Change> changes = new ArrayList<>();
    Map<InstanceGroup, Long> openLeft = new LinkedHashMap<>();
    wanted.forEach(group -> openLeft.merge(single(group), group.count(), Long::sum));
    long[] closeLeft = problem.current().stream().mapToLong(InstanceGroup::count).toArray();
    Map<InstanceGroup, List<Integer>> rows = new HashMap<>();
    for (int i = 0; i < closeLeft.length; i++) {
      rows.computeIfAbsent(problem.current().get(i), row -> new ArrayList<>()).add(i);
    }
    for (Kept pair : pairs) {
      openLeft.merge(single(pair.after()), -pair.count(), Long::sum);
      long left = pair.count();
      for (int row : rows.getOrDefault(pair.before(), List.of())) {
        long taken = Math.min(left, closeLeft[row]);
        closeLeft[row] -= taken;
        left -= taken;
      }
      changes.add(
          new Change(
              pair.after(), counts(pair.before()), counts(pair.after()), true, true, pair.count()));
    }
    openLeft.forEach(
        (group, count) -> {
          if (count > 0) {
            changes.add(new Change(group, Map.of(), counts(group), false, true, count));
          }
        });
    for (int i = 0; i < closeLeft.length; i++) {
      if (closeLeft[i] > 0) {
        InstanceGroup group = problem.current().get(i);
        changes.add(new Change(group, counts(group), Map.of(), true, false, closeLeft[i]));
      }
    }
    prepare();
    order(changes);
    return moves;
  }

  /** The row without its count, which is how rows of equal machines are told to be the same. */
  private static InstanceGroup single(InstanceGroup group) {
    return new InstanceGroup(
        group.cloud(),
        group.region(),
        group.zone(),
        group.instanceType(),
        group.purchase(),
        1,
        group.places());
  }

  private void prepare() {
    for (InstanceGroup group : problem.current()) {
      group
          .places()
          .forEach(
              share ->
                  running.merge(
                      share.workload(),
                      rate(share.workload(), group) * share.replicas() * group.count(),
                      Double::sum));
      quotas.use(group, group.count());
    }
    workloads
        .values()
        .forEach(
            workload -> {
              double need =
                  workload.need() instanceof Need.Load load
                      ? load.requestsPerSecond()
                      : ((Need.Replicas) workload.need()).count();
              floor.put(
                  workload.name(), Math.min(need, running.getOrDefault(workload.name(), 0.0)));
            });
  }

  private void order(List<Change> changes) {
    boolean progress = true;
    boolean forced = false;
    while (progress) {
      progress = false;
      for (Change change : changes) {
        progress |= start(change, forced);
      }
      forced = false;
      for (Change change : changes) {
        progress |= stop(change, false);
      }
      if (!progress) {
        // A circle of quotas and room: one machine goes first although its work pauses or doubles.
        for (Change change : changes) {
          if (change.startsLeft > 0 && change.stopsLeft == 0) {
            forced = true;
            progress = true;
          }
        }
        if (!forced) {
          for (Change change : changes) {
            if (change.stopsLeft > 0 && stop(change, true)) {
              progress = true;
              break;
            }
          }
        }
      }
    }
  }

  private boolean start(Change change, boolean forced) {
    if (change.startsLeft == 0) {
      return false;
    }
    Map<String, Long> fresh = difference(change.after, change.before);
    long count;
    if (!change.wasThere) {
      count = forced ? change.startsLeft : Math.min(change.startsLeft, quotas.room(change.machine));
    } else {
      // Machines whose old replicas are gone have room; others only if both fit.
      count =
          fitsTogether(change)
              ? change.startsLeft
              : Math.max(0, change.startsLeft - change.stopsLeft);
    }
    if (count <= 0) {
      return false;
    }
    change.startsLeft -= count;
    moves.add(
        move(change.wasThere ? Move.Kind.START : Move.Kind.OPEN, change.machine, count, fresh));
    if (!change.wasThere) {
      quotas.use(change.machine, count);
    }
    count(fresh, change.machine, count);
    return true;
  }

  private boolean stop(Change change, boolean forced) {
    if (change.stopsLeft == 0) {
      return false;
    }
    Map<String, Long> gone = difference(change.before, change.after);
    long count = change.stopsLeft;
    for (Map.Entry<String, Long> entry : gone.entrySet()) {
      double each = rate(entry.getKey(), change.machine) * entry.getValue();
      double spare =
          running.getOrDefault(entry.getKey(), 0.0) - floor.getOrDefault(entry.getKey(), 0.0);
      if (each > 0 && floor.containsKey(entry.getKey())) {
        count = Math.min(count, (long) Math.floor((spare + 1e-9) / each));
      }
    }
    if (forced) {
      count = Math.max(1, count);
    }
    if (count <= 0) {
      return false;
    }
    change.stopsLeft -= count;
    moves.add(move(change.stays ? Move.Kind.STOP : Move.Kind.CLOSE, change.machine, count, gone));
    if (!change.stays) {
      quotas.use(change.machine, -count);
    }
    count(gone, change.machine, -count);
    return true;
  }

  private void count(Map<String, Long> shares, InstanceGroup machine, long times) {
    shares.forEach(
        (name, replicas) ->
            running.merge(name, rate(name, machine) * replicas * times, Double::sum));
  }

  private boolean fitsTogether(Change change) {
    Offer offer = quotas.offer(change.machine);
    double vcpus = 0;
    double memory = 0;
    double accelerators = 0;
    if (offer == null) {
      return false;
    }
    Map<String, Long> both = new HashMap<>(change.before);
    change.after.forEach((name, count) -> both.merge(name, count, Math::max));
    for (Map.Entry<String, Long> entry : both.entrySet()) {
      Workload workload = workloads.get(entry.getKey());
      if (workload == null) {
        return false;
      }
      vcpus += workload.demand().vcpus() * entry.getValue();
      memory += workload.demand().memoryGib() * entry.getValue();
      accelerators +=
          entry.getValue()
              * (workload.need() instanceof Need.Load
                  ? 1
                  : workload.accelerator().map(Accelerator::count).orElse(0.0));
    }
    return vcpus <= offer.vcpus() + 1e-9
        && memory <= offer.memoryGib() + 1e-9
        && accelerators <= offer.acceleratorCount() + 1e-9;
  }

  private double rate(String workload, InstanceGroup group) {
    Workload known = workloads.get(workload);
    Offer offer = quotas.offer(group);
    if (known != null && known.need() instanceof Need.Load load) {
      return load.throughput().entrySet().stream()
          .filter(entry -> offer != null && entry.getKey().equalsIgnoreCase(offer.accelerator()))
          .mapToDouble(Map.Entry::getValue)
          .findFirst()
          .orElse(0);
    }
    return 1;
  }

  private static Map<String, Long> counts(InstanceGroup group) {
    Map<String, Long> counts = new LinkedHashMap<>();
    group.places().forEach(share -> counts.put(share.workload(), share.replicas()));
    return counts;
  }

  private static Map<String, Long> difference(Map<String, Long> of, Map<String, Long> without) {
    Map<String, Long> difference = new LinkedHashMap<>();
    of.forEach(
        (name, count) -> {
          long more = count - without.getOrDefault(name, 0L);
          if (more > 0) {
            difference.put(name, more);
          }
        });
    return difference;
  }

  private static Move move(
      Move.Kind kind, InstanceGroup machine, long count, Map<String, Long> shares) {
    List<Share> places = new ArrayList<>();
    shares.forEach((name, replicas) -> places.add(new Share(name, replicas)));
    return new Move(
        kind,
        machine.cloud(),
        machine.region(),
        machine.zone(),
        machine.instanceType(),
        machine.purchase(),
        count,
        places);
  }
}
