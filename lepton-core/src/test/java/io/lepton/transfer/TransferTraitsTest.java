package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TransferTraitsTest {

  private static TransferFilter filter(Optional<Instant> newerThan) {
    return new TransferFilter(
        List.of("*.csv", "*.txt"),
        List.of(),
        OptionalLong.empty(),
        OptionalLong.of(9),
        newerThan,
        List.of());
  }

  private static Transfer.Builder transfer() {
    return Transfer.from("s3://a/x/").to("gs://b/");
  }

  @Test
  void whatIsSetIsNamedAsItsOptionIs() {
    assertThat(TransferTraits.of(transfer().filter(filter(Optional.empty())).build()))
        .isEqualTo(
            Map.of(
                "source", "s3://a/x/",
                "target", "gs://b/",
                "strategy", "incremental",
                "include", "*.csv, *.txt",
                "max-size", "9 bytes"));
  }

  @Test
  void aTransferOfTheLastSevenDaysIsTheSameOneWheneverItIsRun() {
    Instant now = Instant.now();
    Transfer first = transfer().filter(filter(Optional.of(now))).build();
    Transfer again = transfer().filter(filter(Optional.of(now.plusSeconds(60)))).build();

    assertThat(TransferTraits.of(again)).isEqualTo(TransferTraits.of(first));
  }
}
