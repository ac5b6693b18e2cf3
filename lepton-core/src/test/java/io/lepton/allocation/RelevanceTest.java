package io.lepton.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.price.Offer;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RelevanceTest {
  private static final Offer HERE = offer("north", "a", "", 0);
  private static final Offer NEXT_DOOR = offer("north", "b", "", 0);
  private static final Offer ELSEWHERE = offer("south", "a", "", 0);

  @Test
  void placesOfACloudMeanTheSameToWorkloadsThatMayRunAnywhere() {
    Relevance relevance = of(Workload.replicas("web", 3).demand(1, 1).build());
    assertThat(key(relevance, HERE, Purchase.SPOT))
        .isEqualTo(key(relevance, ELSEWHERE, Purchase.ON_DEMAND));
  }

  @Test
  void regionsAreToldApartWhereOneWorkloadNamesThem() {
    Relevance relevance =
        of(
            Workload.replicas("web", 3).demand(1, 1).build(),
            Workload.replicas("local", 3).demand(1, 1).regions("north").build());
    assertThat(key(relevance, HERE, Purchase.SPOT))
        .isEqualTo(key(relevance, NEXT_DOOR, Purchase.SPOT))
        .isNotEqualTo(key(relevance, ELSEWHERE, Purchase.SPOT));
  }

  @Test
  void zonesAreToldApartWhereOneWorkloadIsSpreadOverThem() {
    Relevance relevance =
        of(Workload.replicas("web", 3).demand(1, 1).spread(FailureDomain.ZONE, 2).build());
    assertThat(key(relevance, HERE, Purchase.SPOT))
        .isNotEqualTo(key(relevance, NEXT_DOOR, Purchase.SPOT));
  }

  @Test
  void waysOfBuyingAreToldApartWhereOneWorkloadAllowsNotAll() {
    Relevance relevance =
        of(Workload.replicas("steady", 3).demand(1, 1).purchases(Purchase.ON_DEMAND).build());
    assertThat(key(relevance, HERE, Purchase.SPOT))
        .isNotEqualTo(key(relevance, HERE, Purchase.ON_DEMAND));
  }

  @Test
  void acceleratorsThatNoWorkloadNamesAreLikeNone() {
    Relevance relevance = of(Workload.replicas("train", 3).accelerator("H100", 1).build());
    assertThat(relevance.accelerator(offer("north", "a", "h100", 8))).isEqualTo("h100");
    assertThat(relevance.accelerator(offer("north", "a", "T4", 1))).isEmpty();
  }

  private static List<Object> key(Relevance relevance, Offer offer, Purchase purchase) {
    return relevance.of(offer, purchase, relevance.accelerator(offer));
  }

  private static Relevance of(Workload... workloads) {
    AllocationProblem.Builder builder = AllocationProblem.builder().offers(List.of(HERE));
    List.of(workloads).forEach(builder::workload);
    AllocationProblem problem = builder.build();
    return Relevance.of(
        problem, problem.workloads().stream().map(LoadUnits::of).toArray(LoadUnits[]::new));
  }

  private static Offer offer(String region, String zone, String accelerator, double count) {
    return new Offer(
        "aws",
        region,
        zone,
        "m",
        4,
        16,
        accelerator,
        count,
        OptionalLong.of(1),
        OptionalLong.of(1));
  }
}
