package io.lepton.allocation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Replays the moves of an answer from the current placement. */
final class MoveChecker {
  private MoveChecker() {}

  /** Replicas that the moves start; all replicas placed when there was no placement before. */
  static long started(AllocationProblem problem, Allocation answer) {
    long started = 0;
    if (problem.current().isEmpty()) {
      for (InstanceGroup group : answer.instances()) {
        started += group.count() * replicas(group.places());
      }
      return started;
    }
    for (Move move : answer.moves()) {
      if (move.kind() == Move.Kind.OPEN || move.kind() == Move.Kind.START) {
        started += move.count() * replicas(move.places());
      }
    }
    return started;
  }

  private static long replicas(List<Share> places) {
    long sum = 0;
    for (Share share : places) {
      sum += share.replicas();
    }
    return sum;
  }

  /** Adds a fault unless the moves lead from the current placement to the answer's. */
  static void check(AllocationProblem problem, Allocation answer, List<String> faults) {
    if (problem.current().isEmpty()) {
      if (!answer.moves().isEmpty()) {
        faults.add("there are moves although nothing runs now");
      }
      return;
    }
    Map<List<Object>, Map<String, Long>> balance = new HashMap<>();
    Map<List<Object>, Long> machines = new HashMap<>();
    for (InstanceGroup group : problem.current()) {
      add(balance, machines, name(group), group.count(), group.places(), 1);
    }
    for (Move move : answer.moves()) {
      List<Object> machine =
          List.of(move.cloud(), move.region(), move.zone(), move.instanceType(), move.purchase());
      switch (move.kind()) {
        case OPEN -> add(balance, machines, machine, move.count(), move.places(), 1);
        case START -> places(balance, machine, move.count(), move.places(), 1);
        case STOP -> places(balance, machine, move.count(), move.places(), -1);
        case CLOSE -> add(balance, machines, machine, move.count(), move.places(), -1);
      }
    }
    for (InstanceGroup group : answer.instances()) {
      add(balance, machines, name(group), group.count(), group.places(), -1);
    }
    machines.forEach(
        (machine, count) -> {
          if (count != 0) {
            faults.add("moves leave " + count + " machines too many of " + machine);
          }
        });
    balance.forEach(
        (machine, running) ->
            running.forEach(
                (workload, count) -> {
                  if (count != 0) {
                    faults.add(
                        "moves leave " + count + " replicas of " + workload + " on " + machine);
                  }
                }));
  }

  private static void add(
      Map<List<Object>, Map<String, Long>> balance,
      Map<List<Object>, Long> machines,
      List<Object> machine,
      long count,
      List<Share> places,
      int sign) {
    machines.merge(machine, sign * count, Long::sum);
    places(balance, machine, count, places, sign);
  }

  private static void places(
      Map<List<Object>, Map<String, Long>> balance,
      List<Object> machine,
      long count,
      List<Share> places,
      int sign) {
    Map<String, Long> running = balance.computeIfAbsent(machine, fresh -> new HashMap<>());
    for (Share share : places) {
      running.merge(share.workload(), sign * count * share.replicas(), Long::sum);
    }
  }

  private static List<Object> name(InstanceGroup group) {
    return List.of(
        group.cloud(), group.region(), group.zone(), group.instanceType(), group.purchase());
  }
}
