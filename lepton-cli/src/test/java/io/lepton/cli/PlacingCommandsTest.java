package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacingCommandsTest extends CommandTest {
  private static final String CATALOG =
      """
      cloud,region,zone,instance_type,vcpus,memory_gib,accelerator,accelerator_count,price_per_hour_usd,spot_price_per_hour_usd
      aws,us-east-1,,m5.large,2,8,,,0.096,0.04
      aws,us-east-1,,m5.xlarge,4,16,,,0.192,0.3
      gcp,us-east1,,g2-standard-4,4,16,L4,1,0.7,
      """;

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  private static Path catalog(Path folder) throws IOException {
    return Files.writeString(folder.resolve("catalog.csv"), CATALOG);
  }

  @Test
  void offersAreListedCheapestFirstAndDoubtsAreAWarning(@TempDir Path folder) throws IOException {
    int code = run("catalog", "list", "--json", "--cloud", "aws", catalog(folder));
    assertThat(code).isEqualTo(ExitCode.WARNINGS);
    assertThat(json().path("found").asInt()).isEqualTo(2);
    assertThat(json().path("offers").path(0).path("instance_type").asText()).isEqualTo("m5.large");
    assertThat(json().path("offers").path(1).has("spot_price_per_hour_usd")).isFalse();
    assertThat(json().path("doubtful").path("spot_above_on_demand").asInt()).isOne();
    assertThat(err.toString()).contains("1 findings (1 spot above on demand)");
  }

  @Test
  void doubtfulRowsAreNamedByLine(@TempDir Path folder) throws IOException {
    assertThat(run("catalog", "list", "--doubtful", catalog(folder))).isEqualTo(ExitCode.WARNINGS);
    assertThat(out.toString())
        .contains("catalog.csv:3: aws us-east-1 m5.xlarge costs more on spot (0.3 USD)");
  }

  @Test
  void malformedCatalogsAreBadInput(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("catalog.csv");
    Files.writeString(file, CATALOG.replace("0.192", "cheap"));
    assertThat(run("catalog", "list", file)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString())
        .contains("catalog.csv:3: price_per_hour_usd must be a number, not 'cheap'");
    assertThat(run("catalog", "list", folder.resolve("none.csv"))).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void aTaskGraphIsScheduled(@TempDir Path folder) throws IOException {
    catalog(folder);
    Path file = folder.resolve("schedule.yaml");
    Files.writeString(
        file,
        """
        offers: catalog.csv
        tasks:
          - {name: clean, hours: {"m5.*": 2}, allow: {purchase: [on_demand]}}
          - {name: train, work: 4, throughput: {L4: 2, vcpu: 1}}
        dependencies: [{from: clean, to: train}]
        """);
    assertThat(run("schedule", file, "--json")).isZero();
    assertThat(json().path("status").asText()).isEqualTo("OPTIMAL");
    assertThat(json().path("cost_usd").decimalValue()).isEqualByComparingTo("0.272");
    assertThat(run("schedule", file, "--goal", "pareto", "--json")).isZero();
    assertThat(json().path("coverage").asText()).isEqualTo("COMPLETE");
    assertThat(json().path("schedules")).hasSizeGreaterThan(1);
    assertThat(run("schedule", file)).isZero();
    assertThat(out.toString()).contains("clean").contains("OPTIMAL, gap 0.0000");
  }

  @Test
  void aScheduleCountsDoubtfulOffersAndNamesTariffsThatAreNone(@TempDir Path folder)
      throws IOException {
    catalog(folder);
    Files.writeString(
        folder.resolve("egress.csv"),
        """
        cloud,from,to,tier_from_gib,tier_to_gib,usd_per_gib
        aws,any,internet,0,10240,0.09
        aws,any,internet,10240,,0.11
        gcp,any,internet,0,10240,0.08
        gcp,any,internet,20480,,0.07
        """);
    Path file = folder.resolve("schedule.yaml");
    Files.writeString(
        file,
        """
        offers: catalog.csv
        egress: egress.csv
        tasks: [{name: clean, hours: {"m5.*": 2}}]
        """);
    assertThat(run("schedule", file, "--json")).isZero();
    assertThat(err.toString())
        .contains("1 findings (1 spot above on demand)")
        .containsOnlyOnce("egress left out")
        .contains("egress left out: aws any to internet: the price rises at 10240")
        .contains("; and 1 more, which LEPTON_DEBUG=1 names");
    assertThat(run("schedule", file, "--quiet", "--catalog", folder.resolve("catalog.csv")))
        .isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aGraphThatNothingCanRunFails(@TempDir Path folder) throws IOException {
    catalog(folder);
    Path file = folder.resolve("schedule.yaml");
    Files.writeString(file, "offers: catalog.csv\ntasks: [{name: a, hours: {x9: 1}}]\n");
    assertThat(run("schedule", file)).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("no offer fits task a");
    assertThat(run("schedule", file, "--goal", "pareto")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("no offer fits task a");
    assertThat(run("schedule", folder.resolve("none.yaml"))).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void hoursMayBeTheSameEverywhereAndAcceleratorsBeNamedInAnyCase(@TempDir Path folder)
      throws IOException {
    catalog(folder);
    Path file = folder.resolve("schedule.yaml");
    Files.writeString(
        file,
        """
        offers: catalog.csv
        tasks:
          - {name: clean, hours: 2, allow: {purchase: [on_demand]}}
          - {name: train, work: 4, throughput: {l4: 2}}
        """);
    assertThat(run("schedule", file, "--json")).isZero();
    assertThat(json().path("cost_usd").decimalValue()).isEqualByComparingTo("1.592");
  }

  @Test
  void placingAgainShowsMovesInOrderAndTheObjectiveBesideTheCost(@TempDir Path folder)
      throws IOException {
    catalog(folder);
    Path file = folder.resolve("placement.yaml");
    Files.writeString(
        file,
        """
        offers: catalog.csv
        workloads: [{name: api, replicas: 2, demand: {vcpus: 2}}]
        objective: {beta: 1, churn: 0.01}
        current:
          - {cloud: aws, region: us-east-1, zone: "", instance_type: m5.large, purchase: spot,
             count: 1, places: [{workload: api, replicas: 1}]}
        """);
    assertThat(run("allocate", file)).isZero();
    assertThat(out.toString())
        .contains("open   1 x aws us-east-1 m5.large spot: 1 api")
        .contains("$0.08 an hour, objective $0.09, OPTIMAL, at least $0.09");
  }

  @Test
  void allocateSaysWhatIsWrongWithItsInput(@TempDir Path folder) throws IOException {
    catalog(folder);
    Path file = folder.resolve("allocation.yaml");
    Files.writeString(file, "offers: catalog.csv\nworkloads: [{name: a, replica: 2}]\n");
    assertThat(run("allocate", file)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains("allocation.yaml:2: workloads[0].replica");
    assertThat(run("allocate", file, "--threads", "0")).isEqualTo(ExitCode.BAD_INPUT);
    Files.writeString(
        file,
        """
        offers: catalog.csv
        workloads:
          - name: llm
            load: 2
            throughput: {'': 3}
        """);
    assertThat(run("allocate", file)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString())
        .contains("allocation.yaml:5: workloads[0].throughput is wrong: name each accelerator");
  }

  @Test
  void allocatePlacesWorkloadsAndLeavesDoubtfulPricesOut(@TempDir Path folder) throws IOException {
    Path catalog = catalog(folder);
    Path file = folder.resolve("allocation.yaml");
    Files.writeString(
        file,
        """
        workloads:
          - name: api
            replicas: 4
            demand: {vcpus: 2, memory_gib: 4}
            allow: {clouds: [aws], purchase: [on_demand]}
        """);
    assertThat(run("allocate", file, "--json", "--catalog", catalog)).isZero();
    assertThat(json().path("status").asText()).isEqualTo("OPTIMAL");
    assertThat(json().path("cost_per_hour_usd").decimalValue()).isEqualByComparingTo("0.384");
    assertThat(err.toString()).contains("1 spot above on demand");
    assertThat(run("allocate", file, "--quiet", "--catalog", catalog)).isZero();
    assertThat(out.toString()).contains("$0.384 an hour").contains("OPTIMAL");
    assertThat(run("allocate", file)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains("needs the key 'offers'");
  }

  @Test
  void vectorPackingFilesAreAnsweredWithBins(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("small.vbp");
    Files.writeString(file, "2\n10 10\n2\n6 3 2\n4 7 2\n");
    assertThat(run("allocate", "--vbp", file, "--json", "--threads", "1")).isZero();
    assertThat(json().path("status").asText()).isEqualTo("OPTIMAL");
    assertThat(json().path("bins").asInt()).isEqualTo(2);
    assertThat(json().path("packing")).hasSize(2);
  }
}
