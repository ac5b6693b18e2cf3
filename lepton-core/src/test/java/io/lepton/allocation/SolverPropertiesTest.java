package io.lepton.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.price.Offer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** What must hold between the answers of related problems. */
class SolverPropertiesTest {
  private static Allocation solve(AllocationProblem problem) {
    return AllocationSolver.within(Duration.ofSeconds(20)).solve(problem);
  }

  private static AllocationProblem plain(long seed) {
    return TinyProblems.of(seed).toBuilder()
        .replaceTransfers(List.of())
        .objective(Objective.COST)
        .current(List.of())
        .build();
  }

  @Property(tries = 150)
  void addingAnOfferNeverRaisesTheCost(@ForAll @LongRange(min = 0, max = 100_000) long seed) {
    AllocationProblem problem = plain(seed);
    Allocation before = solve(problem);
    Offer more =
        new Offer(
            "aws", "r9", "", "more", 4, 8, "", 0, OptionalLong.of(123_456), OptionalLong.empty());
    Allocation after = solve(problem.toBuilder().offer(more).build());
    if (before.feasible()) {
      assertThat(after.feasible()).isTrue();
      assertThat(after.costMicrosPerHour()).isLessThanOrEqualTo(before.costMicrosPerHour());
    }
  }

  @Property(tries = 150)
  void raisingADemandNeverLowersTheCost(@ForAll @LongRange(min = 0, max = 100_000) long seed) {
    AllocationProblem problem = plain(seed);
    List<Workload> raised = new ArrayList<>();
    for (Workload workload : problem.workloads()) {
      Need need =
          workload.need() instanceof Need.Replicas replicas
              ? new Need.Replicas(replicas.count() + (workload.spread().isEmpty() ? 1 : 0))
              : workload.need();
      raised.add(
          new Workload(
              workload.name(),
              need,
              workload.demand(),
              workload.accelerator(),
              workload.allow(),
              workload.spread(),
              workload.latencyMillis()));
    }
    Allocation before = solve(problem);
    Allocation after = solve(problem.toBuilder().replaceWorkloads(raised).build());
    if (after.feasible()) {
      assertThat(before.feasible()).isTrue();
      assertThat(after.costMicrosPerHour()).isGreaterThanOrEqualTo(before.costMicrosPerHour());
    }
  }

  @Property(tries = 150)
  void scalingPricesScalesTheCost(@ForAll @LongRange(min = 0, max = 100_000) long seed) {
    AllocationProblem problem = plain(seed);
    List<Offer> dearer = new ArrayList<>();
    for (Offer offer : problem.offers()) {
      dearer.add(
          new Offer(
              offer.cloud(),
              offer.region(),
              offer.zone(),
              offer.instanceType(),
              offer.vcpus(),
              offer.memoryGib(),
              offer.accelerator(),
              offer.acceleratorCount(),
              times7(offer.onDemandMicrosPerHour()),
              times7(offer.spotMicrosPerHour())));
    }
    Allocation before = solve(problem);
    Allocation after = solve(problem.toBuilder().replaceOffers(dearer).build());
    assertThat(after.status()).isEqualTo(before.status());
    assertThat(after.costMicrosPerHour()).isEqualTo(7 * before.costMicrosPerHour());
  }

  private static OptionalLong times7(OptionalLong price) {
    return price.isPresent() ? OptionalLong.of(7 * price.getAsLong()) : price;
  }

  @Property(tries = 60)
  void theBoundNeverExceedsAnyFeasibleCost(@ForAll @LongRange(min = 0, max = 100_000) long seed) {
    AllocationProblem problem = plain(seed);
    Allocation best = solve(problem);
    Allocation hasty = AllocationSolver.within(Duration.ofNanos(300_000)).solve(problem);
    if (best.feasible()) {
      assertThat(hasty.lowerBoundMicros()).isLessThanOrEqualTo(best.objectiveMicros());
      assertThat(best.lowerBoundMicros()).isEqualTo(best.objectiveMicros());
    }
  }
}
