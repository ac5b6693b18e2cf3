package io.lepton.benchmarks.peers;

import io.lepton.allocation.Allocation;
import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.AllocationSolver;
import io.lepton.allocation.CloudFigures;
import io.lepton.allocation.InstanceGroup;
import io.lepton.allocation.PlanChecker;
import io.lepton.allocation.Purchase;
import io.lepton.allocation.Share;
import io.lepton.allocation.Status;
import io.lepton.allocation.VectorPacking;
import io.lepton.allocation.VectorPackingAnswer;
import io.lepton.spi.price.Offer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The problems that are compared, and how an answer to one is checked. */
final class Cases {

  private Cases() {}

  /** A problem. */
  interface Case {
    /** Unique in its family. */
    String name();

    /** Lepton's own answer. */
    Outcome lepton(Duration limit, int threads);

    /** What a peer is given; made anew each time, for that counts. */
    PlacingModel model();

    /** A peer's answer, passed through the independent checker. */
    Outcome check(PlacingModel model, PlacingModel solved, Contender.Answer answer);
  }

  /**
   * An answer that was checked.
   *
   * @param objective bins or millionths of a US dollar an hour; NaN when there is no answer
   * @param bound proven by the solver itself
   * @param note a fault, or why there is no answer
   */
  record Outcome(double objective, double bound, String note) {

    static Outcome none(double bound, String why) {
      return new Outcome(Double.NaN, bound, why);
    }
  }

  /** Every {@code step}-th published packing, without those that hold sizes below 0. */
  static List<Case> packings(Path folder, int step) throws IOException {
    List<String> rows = Files.readAllLines(folder.resolve("known.csv"));
    List<Case> cases = new ArrayList<>();
    for (int row = 1; row < rows.size(); row += step) {
      String[] fields = rows.get(row).split(",", -1);
      Path file = folder.resolve(fields[0]).resolve(fields[1] + ".vbp");
      VectorPacking problem = VectorPacking.read(file);
      if (problem.items().stream().allMatch(i -> i.sizes().stream().allMatch(s -> s >= 0))) {
        cases.add(new PackingCase(fields[0] + "/" + fields[1], problem));
      }
    }
    return cases;
  }

  private record PackingCase(String name, VectorPacking problem) implements Case {

    @Override
    public Outcome lepton(Duration limit, int threads) {
      VectorPackingAnswer answer = AllocationSolver.within(limit).threads(threads).pack(problem);
      return answer.packing().isEmpty()
          ? Outcome.none((double) answer.lowerBound(), answer.status().toString())
          : outcome(answer);
    }

    @Override
    public PlacingModel model() {
      return PlacingModel.of(problem);
    }

    @Override
    public Outcome check(PlacingModel model, PlacingModel solved, Contender.Answer answer) {
      double bound = Math.ceil(answer.bound() - 1e-6);
      if (answer.bins().isEmpty()) {
        return Outcome.none(bound, answer.note());
      }
      List<ArrayDeque<Integer>> indexes = new ArrayList<>();
      for (int i = 0; i < model.classes(); i++) {
        ArrayDeque<Integer> copies = new ArrayDeque<>();
        for (long n = 0; n < model.need()[i]; n++) {
          copies.add(i);
        }
        indexes.add(copies);
      }
      List<List<Integer>> packing = new ArrayList<>();
      for (InstanceGroup group : model.groups(solved, answer.bins().get())) {
        for (long n = 0; n < group.count(); n++) {
          List<Integer> bin = new ArrayList<>();
          for (Share share : group.places()) {
            for (long copy = 0; copy < share.replicas(); copy++) {
              Integer index = indexes.get(Integer.parseInt(share.workload())).poll();
              bin.add(index == null ? Integer.parseInt(share.workload()) : index);
            }
          }
          packing.add(bin);
        }
      }
      return outcome(
          new VectorPackingAnswer(
              bound >= packing.size() ? Status.OPTIMAL : Status.FEASIBLE,
              packing.size(),
              (long) bound,
              packing,
              0));
    }

    private Outcome outcome(VectorPackingAnswer answer) {
      List<String> faults = answer.faults(problem);
      return faults.isEmpty()
          ? new Outcome(answer.bins(), answer.lowerBound(), "")
          : Outcome.none(0, "FAULT " + faults.get(0));
    }
  }

  /** A placement; {@code hint} are machines that run now, for placing again. */
  record PlacementCase(String name, AllocationProblem problem) implements Case {

    @Override
    public Outcome lepton(Duration limit, int threads) {
      Allocation answer = AllocationSolver.within(limit).threads(threads).solve(problem);
      return answer.feasible()
          ? outcome(answer)
          : Outcome.none((double) answer.lowerBoundMicros(), answer.status().toString());
    }

    @Override
    public PlacingModel model() {
      return PlacingModel.of(problem);
    }

    @Override
    public Outcome check(PlacingModel model, PlacingModel solved, Contender.Answer answer) {
      if (answer.bins().isEmpty()) {
        return Outcome.none(answer.bound(), answer.note());
      }
      return outcome(allocation(model.groups(solved, answer.bins().get()), answer.bound()));
    }

    /** Whether an answer passes the checker. */
    boolean valid(Allocation answer) {
      return PlanChecker.faults(problem, answer).isEmpty();
    }

    /** A peer's rows as an answer of Lepton's, for the checker. */
    Allocation allocation(List<InstanceGroup> groups, double proven) {
      Map<List<Object>, Long> prices = new HashMap<>();
      for (Offer offer : problem.offers()) {
        List<Object> key =
            List.of(offer.cloud(), offer.region(), offer.zone(), offer.instanceType());
        offer.onDemandMicrosPerHour().ifPresent(p -> prices.put(with(key, Purchase.ON_DEMAND), p));
        offer.spotMicrosPerHour().ifPresent(p -> prices.put(with(key, Purchase.SPOT), p));
      }
      long cost = 0;
      for (InstanceGroup group : groups) {
        List<Object> key =
            List.of(group.cloud(), group.region(), group.zone(), group.instanceType());
        cost +=
            group.count()
                * Optional.ofNullable(prices.get(with(key, group.purchase())))
                    .orElseThrow(() -> new IllegalStateException("no offer is " + group));
      }
      long bound = Math.min(cost, (long) Math.ceil(proven - 1e-3));
      return new Allocation(
          bound == cost ? Status.OPTIMAL : Status.FEASIBLE,
          cost,
          0,
          cost,
          bound,
          groups,
          List.of(),
          new CloudFigures(CloudFigures.OVERALL, 0, 0, 0, 0, 0, 0, 0, 0),
          problem.current().isEmpty() ? List.of() : AllocationSolver.moves(problem, groups),
          0,
          List.of());
    }

    private static List<Object> with(List<Object> key, Purchase purchase) {
      List<Object> longer = new ArrayList<>(key);
      longer.add(purchase);
      return longer;
    }

    private Outcome outcome(Allocation answer) {
      List<String> faults = PlanChecker.faults(problem, answer);
      return faults.isEmpty()
          ? new Outcome(answer.objectiveMicros(), answer.lowerBoundMicros(), "")
          : Outcome.none(0, "FAULT " + faults.get(0));
    }
  }
}
