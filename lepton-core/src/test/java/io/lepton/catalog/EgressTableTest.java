package io.lepton.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.InputException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EgressTableTest {
  private static final String HEADER = "cloud,from,to,tier_from_gib,tier_to_gib,usd_per_gib\n";

  private static EgressTable table(String rows) {
    return EgressTable.parse((HEADER + rows).getBytes(UTF_8), "egress.csv");
  }

  private static EgressTable clouds() {
    return table(
        """
        aws,us-east-1,internet,0,100,0
        aws,us-east-1,internet,100,,0.09
        aws,us-east-1,other-aws-region,0,,0.02
        aws,us-east-1,us-east-2,0,,0.01
        azure,europe,internet,0,,0.0875
        azure,europe,same-continent-other-region,0,,0.02
        azure,europe,other-continent,0,,0.05
        gcp,any,internet,0,,0.12
        gcp,northamerica/us,same-prefix-other-region,0,,0.01
        gcp,any,other-continent,0,,0.08
        gcp,any,australia or asia-southeast2,0,,0.15
        """);
  }

  @ParameterizedTest
  @CsvSource({
    "aws, us-east-1, us-east-2, 10000",
    "aws, us-east-1, eu-west-1, 20000",
    "aws, us-east-1, us-east-1, 0",
    "azure, westeurope, uksouth, 20000",
    "azure, westeurope, eastus, 50000",
    "gcp, us-east1, us-west1, 10000",
    "gcp, us-east1, europe-west1, 80000",
    "gcp, us-east1, australia-southeast1, 150000",
    "gcp, us-east1, asia-southeast2, 150000",
    "gcp, us-east1, northamerica-northeast1, 80000",
  })
  void theMostSpecificRowWins(String cloud, String from, String to, long microsPerGib) {
    assertThat(clouds().tariff(cloud, from, cloud, to).orElseThrow().marginalMicrosPerGib(0))
        .isEqualTo(microsPerGib);
  }

  @Test
  void anotherCloudIsReachedOverTheInternet() {
    EgressTariff tariff = clouds().tariff("aws", "us-east-1", "gcp", "us-east1").orElseThrow();
    assertThat(tariff.marginalMicrosPerGib(0)).isEqualTo(90_000);
    assertThat(tariff.allowanceGib()).isEqualTo(100);
  }

  @Test
  void whatNoRowFitsIsUnknownAndNotFree() {
    assertThat(clouds().tariff("aws", "eu-west-1", "gcp", "us-east1")).isEqualTo(Optional.empty());
    assertThat(clouds().toInternet("oracle", "x")).isEmpty();
    assertThat(EgressTable.empty().tariff("aws", "a", "aws", "b")).isEmpty();
  }

  @Test
  void errorsNameTheLine() {
    assertThatThrownBy(() -> table("aws,a,b,0,,x\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("egress.csv:2: usd_per_gib must be a number, not 'x'");
    assertThatThrownBy(() -> table("aws,a,b,0,,1\naws,a,b,5,4,1\n"))
        .hasMessageContaining("egress.csv:3: egress tier of aws from a to b is malformed");
    assertThatThrownBy(() -> table("aws,a,b,0\n")).hasMessageContaining("must have 6 fields");
  }

  @Test
  void pairsWhoseTiersFormNoTariffAreLeftOutAndReported() {
    EgressTable table =
        table(
            """
            aws,a,internet,0,10,1
            aws,a,internet,12,,1
            aws,b,internet,0,10,1
            aws,b,internet,10,,2
            aws,c,internet,0,,1
            """);
    assertThat(table.faults())
        .containsExactly(
            "aws a to internet: tiers must meet: one begins at 12.0 GiB where 10.0 GiB is expected",
            "aws b to internet: the price rises at 10.0 GiB; a tariff falls with volume");
    assertThat(table.toInternet("aws", "b")).isEmpty();
    assertThat(table.toInternet("aws", "c")).isPresent();
  }
}
