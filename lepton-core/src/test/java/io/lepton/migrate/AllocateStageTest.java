package io.lepton.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.allocation.Allocation;
import io.lepton.allocation.Objective;
import io.lepton.config.ConfigFile;
import io.lepton.config.InputException;
import io.lepton.deploy.DeploySpec;
import io.lepton.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocateStageTest {
  private static final String OFFERS =
      """
      cloud,region,zone,instance_type,vcpus,memory_gib,accelerator,accelerator_count,price_per_hour_usd,spot_price_per_hour_usd
      aws,us-east-1,,small,2,4,,,0.05,
      aws,us-east-1,,large,4,8,,,0.08,
      gcp,us-west1,,cheap,4,8,,,0.06,
      """;

  private final Path catalog;

  AllocateStageTest(@TempDir Path folder) throws Exception {
    catalog = Files.writeString(folder.resolve("catalog.csv"), OFFERS);
  }

  @Test
  void theCheapestMachinesHoldTheService() {
    AllocateStage stage = stage(2, List.of());
    AllocateStage.Machines machines = stage.run(new Results(), event -> {});
    assertThat(machines.lines())
        .containsExactly(
            "1 x cheap in gcp us-west1, 2 replicas each",
            "$0.06 an hour, about $44 a month; proven to be the best of the catalog");
    assertThat(Allocation.parse(machines.allocation()).costPerHour()).isEqualByComparingTo("0.06");
    assertThat(stage.explain(new Results())).isEqualTo(machines.lines());
    assertThat(Json.read(Json.line(machines), AllocateStage.Machines.class)).isEqualTo(machines);
  }

  @Test
  void onlyTheAllowedCloudsAreChosen() {
    assertThat(stage(2, List.of("aws")).explain(new Results()).get(0))
        .isEqualTo("1 x large in aws us-east-1, 2 replicas each");
  }

  @Test
  void aCloudWithoutOffersIsNamed() {
    assertThatThrownBy(() -> stage(2, List.of("aws", "azure")).explain(new Results()))
        .isInstanceOf(InputException.class)
        .hasMessage("allocate.clouds names azure, of which " + catalog + " has no offer");
  }

  @Test
  void aServiceThatFitsNoMachineIsRefusedWithTheReason() throws Exception {
    Files.writeString(catalog, OFFERS.replace(",4,8,", ",1,1,").replace(",2,4,", ",1,1,"));
    assertThatThrownBy(() -> stage(2, List.of()).explain(new Results()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("can hold service digits: ")
        .hasMessageContaining("the demand of digits");
  }

  @Test
  void anotherCatalogIsAnotherInput() throws Exception {
    AllocateStage stage = stage(2, List.of());
    String before = Json.line(stage.inputs(new Results()));
    assertThat(Json.line(stage.inputs(new Results()))).isEqualTo(before);
    Files.writeString(catalog, OFFERS.replace("0.06", "0.07"));
    assertThat(Json.line(stage.inputs(new Results()))).isNotEqualTo(before);
  }

  private AllocateStage stage(int replicas, List<String> clouds) {
    return new AllocateStage(
        new AllocateSpec(catalog, clouds, Objective.COST),
        DeploySpec.read(
            ConfigFile.parse(
                "{platform: local, service: digits, replicas: %d, demand: {vcpus: 2, memory_gib: 4}}"
                    .formatted(replicas),
                "deploy")));
  }
}
