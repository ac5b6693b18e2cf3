package io.lepton.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lepton.catalog.Finding.Doubt;
import io.lepton.spi.price.Offer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CatalogAuditTest {
  private static final String HEADER =
      "cloud,region,zone,instance_type,vcpus,memory_gib,accelerator,accelerator_count,"
          + "price_per_hour_usd,spot_price_per_hour_usd\n";

  private static CatalogAudit audit(String rows) {
    return CatalogAudit.of(Catalog.parse((HEADER + rows).getBytes(UTF_8), "c.csv"));
  }

  @Test
  void honestOffersStayAsTheyAre() {
    CatalogAudit audit = audit("aws,r,,m5.large,2,8,,,0.096,0.04\naws,r,,m5.xlarge,4,16,,,0.192,");
    assertThat(audit.findings()).isEmpty();
    assertThat(audit.trusted()).isSameAs(audit.catalog());
    assertThat(audit.summary()).isEqualTo("2 offers, none doubtful");
  }

  @Test
  void blankAndPlaceholderPricesAreLeftOut() {
    CatalogAudit audit =
        audit(
            """
            aws,r,,blank,2,8,,,,
            aws,r,,zero,2,8,,,0,0.04
            aws,r,,negative,2,8,,,0.1,-1
            aws,r,,nines,2,8,,,9999.99,
            aws,r,,real,2,8,,,99.99,0.99
            """);
    assertThat(audit.findings())
        .extracting(Finding::rule, Finding::doubt, Finding::origin)
        .containsExactly(
            tuple(SanityRule.NO_PRICE, Doubt.ROW, "c.csv:2"),
            tuple(SanityRule.PLACEHOLDER_PRICE, Doubt.ON_DEMAND, "c.csv:3"),
            tuple(SanityRule.PLACEHOLDER_PRICE, Doubt.SPOT, "c.csv:4"),
            tuple(SanityRule.PLACEHOLDER_PRICE, Doubt.ON_DEMAND, "c.csv:5"));
    assertThat(audit.trusted().offers())
        .extracting(Offer::instanceType)
        .containsExactly("zero", "negative", "real");
    assertThat(audit.trusted().onDemandMicrosPerHour(0)).isEmpty();
    assertThat(audit.trusted().spotMicrosPerHour(0)).hasValue(40_000);
    assertThat(audit.trusted().spotMicrosPerHour(1)).isEmpty();
    assertThat(audit.trusted().origin(2)).isEqualTo("c.csv:6");
    assertThat(audit.summary())
        .isEqualTo("5 offers, 4 findings (1 no price, 3 placeholder price), 3 offers used");
  }

  @Test
  void machinesWithoutSizeAreLeftOut() {
    CatalogAudit audit = audit("azure,r,,odd,0,0,,,0.005,\nazure,r,,B1ls,1,0,,,0.004,\n");
    assertThat(audit.counts()).containsOnlyKeys(SanityRule.NO_SIZE);
    assertThat(audit.trusted().offers()).extracting(Offer::instanceType).containsExactly("B1ls");
  }

  @Test
  void repeatedRowsCountOnceAndConflictingOnesNever() {
    CatalogAudit audit =
        audit(
            """
            aws,r,,same,2,8,,,0.1,
            aws,r,,same,2,8,,,0.1,
            aws,r,z,same,2,8,,,0.1,
            aws,r,,other,2,8,,,0.1,
            aws,r,,other,2,8,,,0.2,
            """);
    assertThat(audit.findings())
        .extracting(Finding::toString)
        .containsExactly(
            "c.csv:3: aws r same repeats c.csv:2",
            "c.csv:5: aws r other is given other prices by c.csv:6",
            "c.csv:6: aws r other gives the offer of c.csv:5 other prices");
    assertThat(audit.trusted().size()).isEqualTo(2);
  }

  @Test
  void spotAtOrAboveOnDemandLosesTheSpotPriceOnly() {
    CatalogAudit audit = audit("aws,r,,a,2,8,,,0.1,0.11\naws,r,,b,2,8,,,0.1,0.1\n");
    assertThat(audit.counts())
        .containsOnlyKeys(SanityRule.SPOT_ABOVE_ON_DEMAND, SanityRule.SPOT_EQUALS_ON_DEMAND);
    assertThat(audit.trusted().size()).isEqualTo(2);
    assertThat(audit.trusted().spotMicrosPerHour(0)).isEmpty();
    assertThat(audit.trusted().onDemandMicrosPerHour(0)).hasValue(100_000);
  }

  @Test
  void acceleratorsNeedNameAndCount() {
    CatalogAudit audit = audit("aws,r,,a,2,8,T4,,0.5,\naws,r,,b,2,8,,2,0.5,\n");
    assertThat(audit.counts()).containsEntry(SanityRule.UNCLEAR_ACCELERATOR, 2L);
  }

  @Test
  void aPriceFarFromOtherRegionsIsDoubted() {
    StringBuilder rows = new StringBuilder();
    for (int region = 0; region < 8; region++) {
      rows.append("azure,r").append(region).append(",,F8,8,16,,,");
      rows.append(region == 5 ? "0.04" : "0.4" + region).append(",\n");
    }
    CatalogAudit audit = audit(rows.toString());
    assertThat(audit.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo(SanityRule.PRICE_OUTLIER);
              assertThat(finding.row()).isEqualTo(5);
            });
  }

  @Test
  void windowsPricesStandOutOfTheirSeries() {
    CatalogAudit audit =
        audit(
            """
            azure,eastus,,Standard_D2as_v5,2,8,,,0.086,
            azure,eastus,,Standard_D4as_v5,4,16,,,0.172,
            azure,eastus,,Standard_D64as_v5,64,256,,,5.696,
            azure,eastus,,Standard_D8s_v5,8,32,,,0.752,
            """);
    assertThat(audit.findings())
        .extracting(Finding::rule, Finding::row)
        .containsExactly(tuple(SanityRule.WINDOWS_PRICE, 2));
  }

  /**
   * Host prices of Google's A2 without its A100, as some catalogs list them; G2 as it should be.
   */
  @Test
  void hostsPricedWithoutTheirAcceleratorAreLeftOut() {
    StringBuilder rows = new StringBuilder();
    for (int vcpus = 2; vcpus <= 64; vcpus *= 2) {
      rows.append(
          "gcp,us-central1,,n2-standard-%d,%d,%d,,,%s,\n"
              .formatted(vcpus, vcpus, vcpus * 4, vcpus * 0.048558));
      if (vcpus > 8) {
        continue;
      }
      rows.append(
          "gcp,us-central1,,e2-standard-%d,%d,%d,,,%s,\n"
              .formatted(vcpus, vcpus, vcpus * 4, vcpus * 0.033503));
    }
    String plain = rows.toString();
    String host = "gcp,us-central1,,a2-highgpu-1g,12,85,A100,1,0.739,\n";
    String dear = "gcp,us-central1,,a2-highgpu-%dg,%d,%d,A100,%d,%s,\n";
    CatalogAudit wholeModel = audit(plain + host);
    assertThat(wholeModel.counts()).containsOnlyKeys(SanityRule.ACCELERATOR_NOT_PRICED);
    CatalogAudit oneRow =
        audit(
            plain
                + host
                + dear.formatted(2, 24, 170, 2, "7.347")
                + dear.formatted(4, 48, 340, 4, "14.694"));
    assertThat(oneRow.findings())
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("gcp us-central1 a2-highgpu-1g costs 0.739 USD with 1.0 accelerators (A100)");
    CatalogAudit fine = audit(plain + "gcp,us-central1,,g2-standard-4,4,16,L4,1,0.706832,\n");
    assertThat(fine.findings()).isEmpty();
  }

  /** Offers that somebody makes up do not agree with each other, so none of them stands out. */
  @Property(tries = 200)
  void madeUpPricesAreNotDoubted(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      rows.append(
          "c%d,r%d,,t%d,%d,%d,%s,%s,\n"
              .formatted(
                  i % 2,
                  i % 3,
                  i,
                  1 + random.nextInt(16),
                  1 + random.nextInt(64),
                  i % 5 == 0 ? "T4,1" : ",",
                  (1 + random.nextInt(300)) / 100.0));
    }
    assertThat(audit(rows.toString()).findings().size()).isLessThanOrEqualTo(1);
  }
}
