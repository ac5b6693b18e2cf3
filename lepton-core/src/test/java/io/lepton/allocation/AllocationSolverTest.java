package io.lepton.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.catalog.Catalog;
import io.lepton.catalog.CatalogAudit;
import io.lepton.config.InputException;
import io.lepton.spi.price.Offer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AllocationSolverTest {
  private static final String FILE =
      """
      offers:
        - {cloud: aws, region: us-east-1, instance_type: m5.large, vcpus: 2, memory_gib: 8, price_per_hour_usd: 0.096, spot_price_per_hour_usd: 0.04}
        - {cloud: aws, region: us-east-1, instance_type: m5.xlarge, vcpus: 4, memory_gib: 16, price_per_hour_usd: 0.192}
        - {cloud: gcp, region: us-east1, instance_type: n2-standard-4, vcpus: 4, memory_gib: 16, price_per_hour_usd: 0.1942}
        - {cloud: gcp, region: us-east1, instance_type: g2, vcpus: 4, memory_gib: 16, accelerator: L4, accelerator_count: 1, price_per_hour_usd: 0.7}
      workloads:
        - name: fraud-api
          replicas: 4
          demand: {vcpus: 1, memory_gib: 4}
          allow: {purchase: [on_demand]}
          spread: {over: cloud, at_least: 2}
        - name: llm
          load: 4
          throughput: {L4: 2.1}
      quotas: [{cloud: aws, region: us-east-1, resource: vcpus, limit: 256}]
      objective: {alpha: 0, beta: 1, churn: 0}
      time_limit_ms: 5000
      """;

  private static Offer offer(String cloud, String type, double vcpus, double memory, long micros) {
    return new Offer(
        cloud, "r", "", type, vcpus, memory, "", 0, OptionalLong.of(micros), OptionalLong.empty());
  }

  private static AllocationProblem problem() {
    return AllocationProblem.parse(FILE, Path.of(""));
  }

  @Test
  void aFileIsReadSolvedAndExplained() {
    Allocation answer = AllocationSolver.create().solve(problem());
    assertThat(answer.status()).isEqualTo(Status.OPTIMAL);
    // Two L4 machines for the load, whose vCPUs hold the two replicas of the second cloud too.
    assertThat(answer.costPerHour()).isEqualByComparingTo("1.496");
    assertThat(answer.gap()).isZero();
    assertThat(answer.perCloud()).extracting(CloudFigures::cloud).containsExactly("aws", "gcp");
    assertThat(answer.overall().replicas()).isEqualTo(6);
    assertThat(answer.explain()).contains("proven optimal");
    assertThat(PlanChecker.faults(problem(), answer)).isEmpty();
  }

  @Test
  void moreReplicasThanCanBeCountedAreAFaultLikeAnyOther() {
    String json = AllocationSolver.create().solve(problem()).toJson();
    String many =
        json.replaceAll(
            "(\"workload\" : \"fraud-api\",\\s+\"replicas\" : )\\d+", "$1" + Long.MAX_VALUE);
    assertThat(many).isNotEqualTo(json);
    assertThat(PlanChecker.faults(problem(), Allocation.parse(many)))
        .anySatisfy(fault -> assertThat(fault).startsWith("vcpus of "));
  }

  @Test
  void aProblemAndItsAnswerPrintAsJsonAndReadBackEqual() {
    for (long seed = 0; seed < 150; seed++) {
      AllocationProblem tiny = TinyProblems.of(seed);
      // What a catalog gets wrong is left out when it is read, so only sound offers come back.
      AllocationProblem problem =
          tiny.toBuilder()
              .replaceOffers(CatalogAudit.of(Catalog.of(tiny.offers(), "tiny")).trusted().offers())
              .timeLimit(Duration.ofMillis(2500))
              .build();
      assertThat(AllocationProblem.parse(problem.toJson(), Path.of(""))).isEqualTo(problem);
      Allocation answer = AllocationSolver.create().solve(problem);
      assertThat(Allocation.parse(answer.toJson())).isEqualTo(answer);
    }
  }

  @Test
  void inputErrorsNameLineAndField() {
    assertThatThrownBy(
            () ->
                AllocationProblem.parse(FILE.replace("at_least: 2", "at_least: two"), Path.of("")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("allocation:11: workloads[0].spread.at_least")
        .hasMessageContaining("'two'");
    assertThatThrownBy(
            () -> AllocationProblem.parse(FILE.replace("replicas: 4", "replica: 4"), Path.of("")))
        .hasMessageContaining("did you mean 'replicas'?");
    assertThatThrownBy(
            () ->
                AllocationProblem.parse(FILE.replace("name: llm", "name: fraud-api"), Path.of("")))
        .hasMessageContaining("workloads[1].name 'fraud-api' stands twice");
    assertThatThrownBy(
            () ->
                AllocationProblem.parse(
                    FILE
                        + "transfers: [{from: {cloud: aws, region: r}, to: lm, gib_per_hour: 1}]\n",
                    Path.of("")))
        .hasMessageContaining("transfers[0].to names no workload: 'lm'; did you mean 'llm'?");
    assertThatThrownBy(() -> AllocationProblem.parse(FILE.replace("{L4:", "{\"\":"), Path.of("")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("allocation:14: workloads[1].throughput is wrong")
        .hasMessageContaining("name each accelerator as the catalog does, not ''");
  }

  @Test
  void aRateForAnAcceleratorThatIsNoneHoldsOnNoMachine() {
    AllocationProblem problem =
        AllocationProblem.parse(FILE.replace("{L4:", "{\"*\":"), Path.of(""));
    assertThat(AllocationSolver.create().solve(problem).status()).isEqualTo(Status.INFEASIBLE);
  }

  @Test
  void anInfeasibleProblemNamesASmallestConflict() {
    AllocationProblem problem =
        AllocationProblem.builder()
            .offer(offer("aws", "small", 2, 4, 100_000))
            .workload(Workload.replicas("wide", 3).demand(2, 1).build())
            .workload(Workload.replicas("bystander", 1).demand(1, 1).build())
            .quota(Quota.of("aws", "r", QuotaResource.VCPUS, 4))
            .quota(Quota.of("aws", "r", QuotaResource.INSTANCES, 100))
            .build();
    Allocation answer = AllocationSolver.within(Duration.ofSeconds(5)).solve(problem);
    assertThat(answer.status()).isEqualTo(Status.INFEASIBLE);
    assertThat(answer.explain())
        .contains("the demand of wide", "quota aws r vcpus <= 4")
        .doesNotContain("bystander", "instances");
  }

  @Test
  void aMissingAcceleratorIsNamedWithTheNearestOne() {
    Offer gpu =
        new Offer(
            "aws", "r", "", "g4", 4, 16, "T4", 1, OptionalLong.of(500_000), OptionalLong.empty());
    Allocation answer =
        AllocationSolver.create()
            .solve(
                AllocationProblem.builder()
                    .offer(gpu)
                    .workload(Workload.replicas("w", 1).accelerator("T5", 1).build())
                    .build());
    assertThat(answer.status()).isEqualTo(Status.INFEASIBLE);
    assertThat(answer.explain()).contains("did you mean 'T4'?");
  }

  @Test
  void sameSeedGivesTheSameAnswer() {
    for (long seed = 40; seed < 60; seed++) {
      AllocationProblem problem = TinyProblems.of(seed);
      AllocationSolver solver = AllocationSolver.within(Duration.ofSeconds(5)).seed(7);
      assertThat(solver.solve(problem).instances()).isEqualTo(solver.solve(problem).instances());
    }
  }

  @Test
  void aCancelledSearchEndsAtOnceWithTheFirstPlacementAtHand() {
    Allocation answer =
        AllocationSolver.within(Duration.ofMinutes(10)).cancelledBy(() -> true).solve(problem());
    assertThat(answer.feasible()).isTrue();
    assertThat(answer.timeMillis()).isLessThan(60_000);
  }

  @Test
  void aFeasibleProblemHasAnAnswerWhateverTheDeadline() {
    // The last four leave the first order of packing no room.
    long[] seeds =
        LongStream.concat(LongStream.range(0, 150), LongStream.of(814, 1674, 4588, 6808)).toArray();
    for (long seed : seeds) {
      AllocationProblem problem = TinyProblems.of(seed);
      if (AllocationSolver.within(Duration.ofSeconds(20)).solve(problem).feasible()) {
        Allocation answer = AllocationSolver.within(Duration.ofMillis(1)).solve(problem);
        assertThat(answer.feasible()).as("seed %d: %s", seed, answer.why()).isTrue();
        assertThat(PlanChecker.faults(problem, answer)).isEmpty();
      }
    }
  }

  @Test
  void movesKeepWhatRunsAndNeverDropBelowTheDemand() {
    AllocationProblem before =
        AllocationProblem.builder()
            .offer(offer("aws", "a", 4, 16, 200_000))
            .offer(offer("gcp", "b", 8, 32, 390_000))
            .workload(Workload.replicas("w", 8).demand(1, 2).build())
            .build();
    Allocation first = AllocationSolver.create().solve(before);
    AllocationProblem after =
        before.toBuilder()
            .current(first.instances())
            .replaceWorkloads(List.of(Workload.replicas("w", 10).demand(1, 2).build()))
            .objective(new Objective(0, 1, 0.001))
            .build();
    Allocation second = AllocationSolver.create().solve(after);
    assertThat(second.status()).isEqualTo(Status.OPTIMAL);
    long running = 8;
    for (Move move : second.moves()) {
      long replicas = move.count() * move.places().stream().mapToLong(Share::replicas).sum();
      running +=
          move.kind() == Move.Kind.OPEN || move.kind() == Move.Kind.START ? replicas : -replicas;
      assertThat(running).isGreaterThanOrEqualTo(8);
    }
    assertThat(running).isEqualTo(10);
  }

  @Test
  void anOfferThatCostsLessThanNothingIsRefusedByName() {
    AllocationProblem.Builder paid =
        AllocationProblem.builder()
            .offer(offer("aws", "m5", 4, 16, -5_000_000))
            .workload(Workload.replicas("w", 1).demand(1, 1).build());
    assertThatThrownBy(paid::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("price_per_hour_usd of offer aws r m5", "not -5;", "correct it");
    Offer spot =
        new Offer("gcp", "r", "z", "n2", 1, 1, "", 0, OptionalLong.of(1), OptionalLong.of(-1));
    assertThatThrownBy(() -> AllocationProblem.builder().offer(spot).build())
        .hasMessageContainingAll("spot_price_per_hour_usd of offer gcp r z n2", "not -0.000001");
    assertThat(AllocationProblem.builder().offer(offer("aws", "free", 1, 1, 0)).build().offers())
        .hasSize(1);
  }

  @Test
  void theSeedModelsTakeNoCostBelowNothing() {
    assertThatThrownBy(
            () ->
                ElasticAllocation.continuous(
                    new double[] {3, -4}, new double[][] {{2, 4}}, new double[] {10}))
        .hasMessageContainingAll("cost of offer 1", "not -4.0");
    assertThatThrownBy(
            () ->
                ElasticAllocation.continuous(
                    new double[] {Double.NaN}, new double[][] {{2}}, new double[] {10}))
        .hasMessageContainingAll("cost of offer 0", "not NaN");
    assertThatThrownBy(
            () -> ElasticAllocation.integer(new long[] {-1}, new long[][] {{2}}, new long[] {10}))
        .hasMessageContainingAll("cost of offer 0", "not -1");
    assertThatThrownBy(() -> new PayPerUse.Provider(-1, 5))
        .hasMessageContaining("price must be from 0 to 1e9, not -1.0");
  }

  @Test
  void theSeedModelsComeOutExactly() {
    assertThat(
            ElasticAllocation.continuous(
                    new double[] {3, 4}, new double[][] {{2, 4}}, new double[] {10})
                .orElseThrow())
        .isEqualTo(new ElasticAllocation.Amounts(List.of(0.0, 2.5), 10));
    assertThat(
            ElasticAllocation.integer(new long[] {3, 5}, new long[][] {{2, 4}}, new long[] {10})
                .orElseThrow())
        .isEqualTo(new ElasticAllocation.Amounts(List.of(1.0, 2.0), 13));
    ElasticAllocation.Amounts two =
        ElasticAllocation.continuous(
                new double[] {1, 1, 1.5},
                new double[][] {{1, 0, 1}, {0, 1, 1}},
                new double[] {4, 6})
            .orElseThrow();
    assertThat(two.cost()).isCloseTo(8, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(
            ElasticAllocation.continuous(new double[] {1}, new double[][] {{0}}, new double[] {1}))
        .isEmpty();
    PayPerUse.Split split =
        PayPerUse.split(List.of(new PayPerUse.Provider(3, 5), new PayPerUse.Provider(1, 4)), 7)
            .orElseThrow();
    assertThat(split).isEqualTo(new PayPerUse.Split(List.of(3.0, 4.0), List.of(true, true), 13));
    assertThat(
            new WeightedCost(2, 1)
                .best(
                    List.of(new WeightedCost.Cloud("a", 1, 5), new WeightedCost.Cloud("b", 2, 2))))
        .contains(new WeightedCost.Cloud("b", 2, 2));
  }

  @Test
  void aVectorPackingIsReadPackedAndPrinted() {
    VectorPacking packing = VectorPacking.parse("2\n10 10\n3\n5 1 2\n5 9 1\n4 4 1\n", "p.vbp");
    VectorPackingAnswer answer = AllocationSolver.create().pack(packing);
    assertThat(answer.status()).isEqualTo(Status.OPTIMAL);
    assertThat(answer.bins()).isEqualTo(2);
    assertThat(answer.faults(packing)).isEmpty();
    assertThat(answer.toJson()).startsWith("{\"status\":\"OPTIMAL\",\"bins\":2,\"lower_bound\":2");
    assertThatThrownBy(() -> VectorPacking.parse("2\n10 10\n1\n5 x 2\n", "p.vbp"))
        .isInstanceOf(InputException.class)
        .hasMessage("p.vbp:4: a size of item 0 must be a whole number, not 'x'");
    assertThat(
            AllocationSolver.create()
                .pack(VectorPacking.parse("1\n10\n1\n11 1\n", "p.vbp"))
                .status())
        .isEqualTo(Status.INFEASIBLE);
  }

  @Test
  void aLoadIsServedByTheCheapestAcceleratorMix() {
    Offer a100 =
        new Offer(
            "x", "r", "", "a", 8, 64, "A100", 1, OptionalLong.of(3_000_000), OptionalLong.empty());
    Offer l4 =
        new Offer(
            "x", "r", "", "l", 4, 16, "L4", 1, OptionalLong.of(700_000), OptionalLong.empty());
    Allocation answer =
        AllocationSolver.create()
            .solve(
                AllocationProblem.builder()
                    .offer(a100)
                    .offer(l4)
                    .workload(Workload.load("llm", 40, Map.of("A100", 9.5, "L4", 2.1)).build())
                    .build());
    // Four A100 serve 38, one L4 the rest.
    assertThat(answer.status()).isEqualTo(Status.OPTIMAL);
    assertThat(answer.costPerHour()).isEqualByComparingTo("12.7");
  }
}
