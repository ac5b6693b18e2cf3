package io.lepton.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.price.Offer;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Why nothing fits. */
class NoFitTest {
  private static final List<Offer> OFFERS =
      List.of(
          new Offer(
              "aws", "east", "", "m5", 8, 32, "", 0, OptionalLong.of(9), OptionalLong.empty()),
          new Offer(
              "gcp", "west", "", "g2", 4, 16, "L4", 1, OptionalLong.of(9), OptionalLong.of(3)));

  @Test
  void theFirstConditionThatLeavesNoOfferIsTheReason() {
    assertThat(reason(workload().clouds("awz")))
        .isEqualTo("no offer is in the cloud 'awz'; did you mean 'aws'?");
    assertThat(reason(workload().clouds("AWS"))).endsWith("did you mean 'aws'?");
    assertThat(reason(workload().clouds("aws").regions("west")))
        .isEqualTo("no offer that it allows is in the region 'west'; did you mean 'east'?");
    assertThat(reason(workload().clouds("aws").purchases(Purchase.SPOT)))
        .isEqualTo("no offer that it allows is sold spot");
    assertThat(reason(workload().accelerator("A100", 1)))
        .isEqualTo("no offer has the accelerator 'A100'; known are L4");
    assertThat(reason(workload().clouds("aws").accelerator("L4", 1)))
        .isEqualTo("no offer that it allows has the accelerator 'L4'; none is known");
    assertThat(reason(workload().accelerator("l4", 2)))
        .isEqualTo(
            "w takes 2 accelerators of one machine, and the most in an offer that is otherwise"
                + " right is 1");
    assertThat(reason(workload().demand(8.5, 1)))
        .isEqualTo(
            "w takes 8.5 vCPUs of one machine, and the most in an offer that is otherwise right is"
                + " 8");
    assertThat(reason(workload().demand(5, 64))).contains("64 GiB of memory").endsWith("32");
  }

  @Test
  void aLoadTakesOneAcceleratorOfThoseItNames() {
    Workload.Builder load = Workload.load("w", 5, Map.of("H100", 2.0, "A100", 1.0));
    assertThat(reason(load)).isEqualTo("no offer has the accelerator [A100, H100]; known are L4");
    assertThat(NoFit.reason(OFFERS, Workload.load("w", 5, Map.of("L4", 1.0)).build())).isEmpty();
  }

  @Test
  void whereSomethingFitsThereIsNoReason() {
    assertThat(NoFit.reason(OFFERS, workload().build())).isEmpty();
    assertThat(NoFit.reason(List.of(), workload().build())).hasValue("there are no offers at all");
  }

  private static Workload.Builder workload() {
    return Workload.replicas("w", 1).demand(1, 1);
  }

  private static String reason(Workload.Builder workload) {
    return NoFit.reason(OFFERS, workload.build()).orElseThrow();
  }
}
