package io.lepton.transfer.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.testkit.memory.MemoryProvider;
import io.lepton.transfer.ObjectStores;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferEngine;
import io.lepton.transfer.TransferEstimate;
import io.lepton.transfer.TransferResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferAccountTest {
  private static final PriceTable PRICES = PriceTable.builtIn();

  @Test
  void requestsAreMultipliedAndEgressGoesByTiers() {
    long gib = 1L << 30;

    TransferAccount account =
        PRICES.account(
            "gcp",
            "aws",
            new Usage(1000, 1_000_000, 0, 0),
            new Usage(10, 0, 100_000, 5),
            2048 * gib,
            2048 * gib);

    // 1,000 and 10 listings at 0.000005, a million reads at 0.0000004, 100,000 writes at 0.000005.
    assertThat(account.requestUsd().orElseThrow())
        .isCloseTo(0.005 + 0.4 + 0.00005 + 0.5, within(1e-9));
    assertThat(account.egressUsd().orElseThrow()).isCloseTo(2048 * 0.12, within(1e-6));
    assertThat(account.storageUsdPerMonth().orElseThrow()).isCloseTo(2048 * 0.023, within(1e-6));
    assertThat(account.pricesOf())
        .containsExactly("gcp us-central1 2026-09", "aws us-east-1 2022-01");
    assertThat(account.text()).contains("gcp us-central1").contains("other regions may ask more");
  }

  private static double egress(String from, double gib) {
    Usage none = new Usage(0, 0, 0, 0);
    return PRICES
        .account(from, "elsewhere", none, none, Math.round(gib * (1L << 30)), 0)
        .egressUsd()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "aws, 10240", "aws, 51200", "aws, 153600",
    "azure, 10235", "azure, 51195", "azure, 153595",
    "gcp, 10240", "gcp, 153600"
  })
  void egressIsMonotoneContinuousAndConcaveAcrossEachTier(String provider, double bound) {
    double below = egress(provider, bound) - egress(provider, bound - 1);
    double above = egress(provider, bound + 1) - egress(provider, bound);
    assertThat(above).isPositive().isLessThan(below);
    double tiny = 1.0 / 1024;
    assertThat(egress(provider, bound + tiny) - egress(provider, bound - tiny))
        .isCloseTo(0, within(0.001));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "azure", "gcp"})
  void egressIsMonotoneAndConcaveEverywhere(String provider) {
    double last = 0;
    double slope = Double.POSITIVE_INFINITY;
    for (int gib = 1000; gib <= 300_000; gib += 1000) {
      double usd = egress(provider, gib);
      assertThat(usd).isGreaterThan(last);
      assertThat(usd - last).isLessThanOrEqualTo(slope + 1e-6);
      slope = usd - last;
      last = usd;
    }
  }

  @Test
  void aTableWithoutSourceOrWithRisingPricesIsRefused() {
    String good = "a,egress,r,0,0.1,2026-01-01,s";
    for (String bad :
        List.of(
            "a,egress,r,0,0.1,,s",
            "a,egress,r,0,0.1,2026-01-01,",
            "a,egress,,0,0.1,2026-01-01,s",
            good + "\na,egress,r,10,0.2,2026-01-01,s",
            good + "\na,egress,other,10,0.05,2026-01-01,s",
            "a,egress,r,5,0.1,2026-01-01,s",
            "a,egress,r,0,-1,2026-01-01,s")) {
      assertThatThrownBy(() -> new PriceTable("t", bad.lines().toList()))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("t:");
    }
  }

  @Test
  void nothingLeavesOneCloudAndAnUnknownPriceIsNotZero() {
    Usage some = new Usage(1, 1, 1, 1);
    assertThat(PRICES.account("aws", "aws", some, some, 1L << 40, 0).egressUsd()).hasValue(0);
    TransferAccount unknown = PRICES.account("shelf", "aws", some, some, 1, 1);
    assertThat(unknown.requestUsd()).isEmpty();
    assertThat(unknown.egressUsd()).isEmpty();
    assertThat(unknown.text()).contains("unknown price");
  }

  @Test
  void whatIsForetoldIsWhatIsMeasured(@TempDir Path folder) {
    MemoryProvider aws = new MemoryProvider().named("aws");
    MemoryProvider gcp = new MemoryProvider().named("gcp");
    try (ObjectStores stores =
            new ObjectStores(List.of(aws, gcp), new ProviderConfig(Map.of(), folder));
        ObjectStore source = aws.store("aws://b/")) {
      for (int i = 0; i < 40; i++) {
        source.put(PutRequest.of("k" + i, ObjectContent.of("x".repeat(i))));
      }
      Transfer transfer =
          Transfer.from("aws://b/").to("gcp://b/").state(folder.resolve("state")).build();
      TransferEngine engine = new TransferEngine(stores);

      TransferEstimate foretold = engine.estimate(transfer);
      TransferResult measured = engine.run(transfer, event -> {});

      assertThat(measured.account()).isEqualTo(foretold.account());
      assertThat(measured.account().source()).isEqualTo(new Usage(1, 40, 0, 0));
      assertThat(measured.account().target()).isEqualTo(new Usage(1, 0, 40, 0));
      assertThat(measured.account().egressBytes()).isEqualTo(780);
      assertThat(foretold.seconds()).isPositive();
    }
  }
}
