package io.lepton.autoscale;

import io.lepton.allocation.InstanceGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Replays a load series against prices. A machine serves and is paid from the step its start is
 * decided in; it serves only after the start-up time. A machine that is not wanted any more stops
 * when those that replace it serve. Load beyond the capacity of its step is lost, not queued. The
 * first step's machines are ready when the replay begins. Immutable and thread safe.
 *
 * @param workload what is scaled, with the offers and their prices
 * @param startUp time from the decision until a machine serves
 */
public record Simulator(ScaledWorkload workload, Duration startUp) {

  public Simulator {
    if (startUp.isNegative()) {
      throw new IllegalArgumentException("a start-up time must not be negative: " + startUp);
    }
  }

  /** Replays the series; the scaler is told every step's load once, in order. */
  public SimulationReport replay(LoadSeries load, Scaler scaler) {
    return new Replay(load).run(scaler);
  }

  /** What equal machines with equal places have in common. */
  private record Kind(InstanceGroup one) {}

  /** One replay. */
  private final class Replay {
    private final LoadSeries load;
    private final Map<Kind, Deque<Integer>> running = new HashMap<>();
    private double costMicros;
    private double unmet;
    private double served;
    private double ready;
    private int shortSteps;
    private long opened;
    private long closed;

    Replay(LoadSeries load) {
      this.load = load;
    }

    SimulationReport run(Scaler scaler) {
      double seconds = load.step().toMillis() / 1000.0;
      int delay = load.stepsIn(startUp);
      Instant now = Instant.EPOCH;
      for (int i = 0; i < load.size(); i++) {
        if (i == 0) {
          // What the scaler wants for the first load is there before it comes.
          apply(scaler.decide(now, load.at(0)), -delay, delay);
        }
        double capacity = capacity(i, delay);
        double lost = Math.max(0, load.at(i) - capacity);
        unmet += lost * seconds;
        served += Math.min(load.at(i), capacity) * seconds;
        ready += capacity * seconds;
        shortSteps += lost > 0 ? 1 : 0;
        costMicros += price() * seconds / 3600;
        now = now.plus(load.step());
        if (i > 0) {
          apply(scaler.decide(now, load.at(i)), i + 1, delay);
        }
      }
      return new SimulationReport(
          load.size(),
          Math.round(costMicros),
          load.requests(),
          unmet,
          shortSteps,
          opened,
          closed,
          ready > 0 ? served / ready : 0);
    }

    private void apply(ScalingDecision decision, int step, int delay) {
      Map<Kind, Long> wanted = new HashMap<>();
      for (InstanceGroup group : decision.placement()) {
        wanted.merge(kind(group), group.count(), Long::sum);
      }
      double wantedCapacity = workload.capacity(decision.placement());
      for (Map.Entry<Kind, Long> entry : wanted.entrySet()) {
        Deque<Integer> started = running.computeIfAbsent(entry.getKey(), key -> new ArrayDeque<>());
        while (started.size() < entry.getValue()) {
          started.addLast(step);
          opened++;
        }
      }
      // Machines go only as far as those that serve already carry what is wanted.
      double spare = capacity(step, delay) - wantedCapacity;
      Iterator<Map.Entry<Kind, Deque<Integer>>> kinds = running.entrySet().iterator();
      while (kinds.hasNext()) {
        Map.Entry<Kind, Deque<Integer>> entry = kinds.next();
        long keep = wanted.getOrDefault(entry.getKey(), 0L);
        double each = workload.capacity(entry.getKey().one());
        Deque<Integer> started = entry.getValue();
        while (started.size() > keep) {
          boolean serves = started.getLast() + delay <= step;
          if (serves && spare < each * (1 - 1e-9)) {
            break;
          }
          spare -= serves ? each : 0;
          started.removeLast();
          closed++;
        }
        if (started.isEmpty()) {
          kinds.remove();
        }
      }
    }

    private double capacity(int step, int delay) {
      double capacity = 0;
      for (Map.Entry<Kind, Deque<Integer>> entry : running.entrySet()) {
        long serving = entry.getValue().stream().filter(start -> start + delay <= step).count();
        capacity += serving * workload.capacity(entry.getKey().one());
      }
      return capacity;
    }

    private double price() {
      double micros = 0;
      for (Map.Entry<Kind, Deque<Integer>> entry : running.entrySet()) {
        micros += (double) entry.getValue().size() * workload.price(entry.getKey().one());
      }
      return micros;
    }
  }

  private static Kind kind(InstanceGroup group) {
    return new Kind(
        new InstanceGroup(
            group.cloud(),
            group.region(),
            group.zone(),
            group.instanceType(),
            group.purchase(),
            1,
            group.places()));
  }
}
