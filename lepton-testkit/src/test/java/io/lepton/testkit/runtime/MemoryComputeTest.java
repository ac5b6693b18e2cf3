package io.lepton.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.compute.ComputeBackend;
import io.lepton.spi.compute.LaunchRequest;
import io.lepton.spi.compute.MachineType;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The contract, in memory. */
class MemoryComputeTest extends ComputeBackendContract {
  private final MemoryComputeBackend backend =
      new MemoryComputeBackend(
          List.of(new MachineType("small", 2, 4, "", 0)),
          3,
          request ->
              request.environment().containsKey("CODE")
                  ? OptionalInt.of(Integer.parseInt(request.environment().get("CODE")))
                  : OptionalInt.empty());

  @Override
  protected ComputeBackend open() {
    return backend;
  }

  @Test
  void capacityThatIsUsedUpIsRefusedUntilAMachineEnds() {
    for (int i = 0; i < 3; i++) {
      backend.launch(request("token-" + i));
    }
    assertThatThrownBy(() -> backend.launch(request("one more")))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.kind()).isEqualTo(ErrorKind.RESOURCE_EXHAUSTED));
    backend.terminate("machine-1");
    assertThat(backend.launch(request("one more")).id()).isEqualTo("machine-4");
  }

  private static LaunchRequest request(String token) {
    return new LaunchRequest(
        token, "small", "", LaunchRequest.Purchase.ON_DEMAND, List.of("run"), Map.of(), Map.of());
  }
}
