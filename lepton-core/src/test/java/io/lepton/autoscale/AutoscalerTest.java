package io.lepton.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.allocation.Allocation;
import io.lepton.allocation.AllocationProblem;
import io.lepton.allocation.CloudFigures;
import io.lepton.allocation.InstanceGroup;
import io.lepton.allocation.Need;
import io.lepton.allocation.Purchase;
import io.lepton.allocation.Share;
import io.lepton.allocation.Status;
import io.lepton.allocation.Workload;
import io.lepton.autoscale.ScalingDecision.Action;
import io.lepton.spi.price.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AutoscalerTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Offer OFFER =
      new Offer(
          "aws", "r", "", "m", 4, 16, "", 0, OptionalLong.of(1_000_000), OptionalLong.empty());
  private static final AllocationProblem PROBLEM =
      AllocationProblem.builder()
          .offer(OFFER)
          .workload(Workload.replicas("api", 1).demand(4, 4).build())
          .build();
  private static final ScaledWorkload WORKLOAD = ScaledWorkload.byReplicas(PROBLEM, "api", 10);

  /** One machine a replica, exactly: what the solver answers for this problem. */
  private static Allocation oneEach(AllocationProblem problem) {
    long replicas = ((Need.Replicas) problem.workloads().get(0).need()).count();
    long cost = replicas * 1_000_000;
    CloudFigures none = new CloudFigures("overall", 0, 0, 0, 0, 0, 0, 0, 0);
    return new Allocation(
        Status.OPTIMAL,
        cost,
        0,
        cost,
        cost,
        replicas == 0 ? List.of() : List.of(machines(replicas)),
        List.of(),
        none,
        List.of(),
        0,
        List.of());
  }

  private static InstanceGroup machines(long count) {
    return new InstanceGroup(
        "aws", "r", "", "m", Purchase.ON_DEMAND, count, List.of(new Share("api", 1)));
  }

  private static Autoscaler autoscaler(ScalingPolicy policy) {
    return new Autoscaler(WORKLOAD, new Reactive(3), policy, MINUTE, AutoscalerTest::oneEach);
  }

  private static Instant minute(int minute) {
    return Instant.EPOCH.plus(MINUTE.multipliedBy(minute));
  }

  @Test
  void capacityIsRaisedAtOnceAndReducedAfterTheCoolDown() {
    Autoscaler autoscaler = autoscaler(ScalingPolicy.standard());
    assertThat(autoscaler.decide(minute(0), 70).placement()).containsExactly(machines(10));
    assertThat(autoscaler.decide(minute(1), 140).placement()).containsExactly(machines(20));
    for (int m = 2; m < 16; m++) {
      assertThat(autoscaler.decide(minute(m), 7).action()).isEqualTo(Action.HOLD);
    }
    ScalingDecision later = autoscaler.decide(minute(16), 7);
    assertThat(later.action()).isEqualTo(Action.SHRINK);
    assertThat(later.placement()).containsExactly(machines(1));
  }

  @Test
  void smallFallsAreWithinTheHysteresis() {
    Autoscaler autoscaler = autoscaler(ScalingPolicy.standard());
    autoscaler.decide(minute(0), 70);
    for (int m = 1; m < 60; m++) {
      assertThat(autoscaler.decide(minute(m), 64).action()).isEqualTo(Action.HOLD);
    }
  }

  @Test
  void theBudgetBuysAsMuchAsItCan() {
    Autoscaler autoscaler = autoscaler(ScalingPolicy.standard().budget(5_000_000));
    ScalingDecision decision = autoscaler.decide(minute(0), 700);
    assertThat(decision.action()).isEqualTo(Action.LIMITED);
    assertThat(decision.placement()).containsExactly(machines(5));
    assertThat(decision.plannedLoad()).isLessThanOrEqualTo(50);
    assertThat(autoscaler.decide(minute(1), 700).action()).isEqualTo(Action.LIMITED);
  }

  @Test
  void theForecastIsPlannedForBeforeItComes() {
    Forecaster rising = (history, steps) -> new double[] {10, 40, 20};
    Autoscaler autoscaler =
        new Autoscaler(WORKLOAD, rising, ScalingPolicy.standard(), MINUTE, AutoscalerTest::oneEach);
    assertThat(autoscaler.decide(minute(0), 1).placement()).containsExactly(machines(6));
  }

  @Test
  void workloadsMustSayWhatAReplicaServes() {
    assertThatThrownBy(() -> ScaledWorkload.byThroughput(PROBLEM, "api"))
        .hasMessageContaining("say what one of them serves");
    assertThatThrownBy(() -> ScaledWorkload.byReplicas(PROBLEM, "web", 1))
        .hasMessage("the problem has no workload web");
  }

  @Test
  void theSimulatorCountsCostLossAndMoves() {
    LoadSeries load = LoadSeries.of(MINUTE, 10, 10, 30, 30, 30, 10);
    SimulationReport fixed =
        new Simulator(WORKLOAD, Duration.ofMinutes(2))
            .replay(load, new FixedFleet(List.of(machines(2))));
    assertThat(fixed.costMicros()).isEqualTo(200_000);
    assertThat(fixed.requests()).isEqualTo(7_200);
    assertThat(fixed.unmetRequests()).isEqualTo(1_800);
    assertThat(fixed.shortSteps()).isEqualTo(3);
    assertThat(fixed.opened()).isEqualTo(2);
    assertThat(fixed.utilisation()).isEqualTo(90.0 / 120);
  }

  @Test
  void newMachinesServeAfterTheirStartUpAndOldOnesStayUntilThen() {
    InstanceGroup other =
        new InstanceGroup("aws", "r", "", "m", Purchase.ON_DEMAND, 1, List.of(new Share("api", 2)));
    Scaler swap =
        (now, requestsPerSecond) ->
            new ScalingDecision(
                Action.HOLD,
                now.equals(Instant.EPOCH) ? List.of(machines(2)) : List.of(other),
                0,
                "");
    SimulationReport report =
        new Simulator(WORKLOAD, Duration.ofMinutes(2))
            .replay(LoadSeries.of(MINUTE, 20, 20, 20, 20, 20, 20), swap);
    assertThat(report.unmetRequests()).isZero();
    assertThat(report.opened()).isEqualTo(3);
    assertThat(report.closed()).isEqualTo(2);
    // Two machines for four minutes, the third from the third minute on.
    assertThat(report.costMicros()).isEqualTo(Math.round((2 * 4 + 4) * 1e6 / 60));
  }

  @Test
  void theThresholdScalerGrowsByAShareAndShrinksByOne() {
    ThresholdScaler scaler =
        new ThresholdScaler(WORKLOAD, machines(10), 0.8, 0.4, 0.25, Duration.ofMinutes(5));
    assertThat(scaler.decide(minute(0), 90).placement()).containsExactly(machines(12));
    assertThat(scaler.decide(minute(1), 120).action()).isEqualTo(Action.HOLD);
    assertThat(scaler.decide(minute(5), 30).placement()).containsExactly(machines(11));
  }
}
