package io.lepton.allocation.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Works on parts that have nothing to do with each other, on several threads at once. */
final class Crews {

  /** Work on one part, within a time. */
  @FunctionalInterface
  interface Work {
    void on(int part, Budget budget);
  }

  private Crews() {}

  /**
   * Works on every part once. Parts are handed out to threads so that their weights come out even
   * (longest processing time first; Graham, "Bounds on multiprocessing timing anomalies", 1969);
   * each thread takes its own in the given order, and what time one part leaves is for those after
   * it.
   *
   * @param order parts
   * @param weight what time a part is worth, by part
   * @param threads how many threads may work, the caller's among them
   */
  static void work(int[] order, double[] weight, int threads, Work work, Budget budget) {
    List<List<Integer>> crews = handOut(order, weight, Math.min(threads, order.length));
    List<Thread> helpers = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (List<Integer> crew : crews.subList(Math.min(1, crews.size()), crews.size())) {
      Thread helper = new Thread(() -> inOrder(crew, weight, work, budget), "lepton-packing");
      helper.setDaemon(true);
      helper.setUncaughtExceptionHandler(
          (thread, failure) -> {
            synchronized (failures) {
              failures.add(failure);
            }
          });
      helpers.add(helper);
      helper.start();
    }
    try {
      if (!crews.isEmpty()) {
        inOrder(crews.get(0), weight, work, budget);
      }
    } finally {
      helpers.forEach(Crews::join);
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException("a part could not be solved", failures.get(0));
    }
  }

  /** Waits until a thread ends, however often the caller's is interrupted meanwhile. */
  static void join(Thread helper) {
    boolean interrupted = false;
    while (true) {
      try {
        helper.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void inOrder(List<Integer> crew, double[] weight, Work work, Budget budget) {
    for (int k = 0; k < crew.size(); k++) {
      double left = crew.subList(k, crew.size()).stream().mapToDouble(of -> weight[of]).sum();
      double own = weight[crew.get(k)];
      double shares = own > 0 ? left / own : crew.size() - k;
      work.on(crew.get(k), budget.atMost((long) (budget.leftNanos() / shares)));
    }
  }

  private static List<List<Integer>> handOut(int[] order, double[] weight, int threads) {
    int[] crewOf = new int[weight.length];
    double[] load = new double[threads];
    for (int part : Orders.descending(order, of -> weight[of])) {
      int least =
          IntStream.range(0, threads)
              .reduce(0, (best, crew) -> load[crew] < load[best] ? crew : best);
      crewOf[part] = least;
      load[least] += weight[part];
    }
    return IntStream.range(0, threads)
        .mapToObj(
            crew -> Arrays.stream(order).filter(part -> crewOf[part] == crew).boxed().toList())
        .filter(crew -> !crew.isEmpty())
        .toList();
  }
}
