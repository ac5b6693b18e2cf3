package io.lepton.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.compute.ComputeBackend;
import io.lepton.spi.compute.LaunchRequest;
import io.lepton.testkit.runtime.ComputeBackendContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with real processes. */
class ProcessComputeTest extends ComputeBackendContract {
  private Path home;

  @BeforeEach
  void home(@TempDir Path folder) {
    home = folder;
  }

  @Override
  protected ComputeBackend open() {
    return ProcessComputeBackend.open(new ProviderConfig(Map.of(), home));
  }

  @Test
  void theHostIsAsLargeAsThisMachine() {
    assertThat(open().machineTypes().get(0).vcpus())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(open().machineTypes().get(0).memoryGib()).isBetween(0.1, 65_536.0);
  }

  @Test
  void aSpotMarketIsNotPretended() {
    LaunchRequest request =
        new LaunchRequest(
            "token", "host", "", LaunchRequest.Purchase.SPOT, List.of("true"), Map.of(), Map.of());
    assertThatThrownBy(() -> open().launch(request))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED));
  }
}
