package io.lepton.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.ErrorKind;
import io.lepton.transfer.TransferFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run says of a missing object is asked of that object's own failure. */
class ChaosOutcomeTest {
  @Test
  void aFailureOfTheWholeRunNamesNoObject() {
    ChaosRun.Outcome whole = ChaosRun.Outcome.failed("the listing failed");
    assertThat(whole.names("a")).isFalse();
    assertThat(whole.isOfTheWholeRun()).isTrue();
  }

  @Test
  void aFailureNamesItsOwnObjectOnly() {
    ChaosRun.Outcome one =
        new ChaosRun.Outcome(List.of(TransferFailure.of("a", ErrorKind.UNKNOWN, "it failed")));
    assertThat(one.names("a")).isTrue();
    assertThat(one.names("b")).isFalse();
    assertThat(one.isOfTheWholeRun()).isFalse();
  }
}
