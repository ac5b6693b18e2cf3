package io.lepton.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.ConfigFile;
import io.lepton.config.InputException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploySpecTest {

  @Test
  void everyKeyIsRead() {
    DeploySpec spec =
        DeploySpec.read(
            ConfigFile.parse(
                """
                platform: local
                service: digits
                replicas: 2
                demand: {vcpus: 0.5, memory_gib: 2}
                rollout: {shadow_requests: 50, steps: [10, 100], hold_seconds: 1.5}
                port: 8080
                from: "http://127.0.0.1:4001/"
                """,
                "m.yaml"));

    assertThat(spec)
        .isEqualTo(
            new DeploySpec(
                "local",
                "digits",
                2,
                new Demand(0.5, 2),
                new RolloutSpec(50, List.of(10, 100), Duration.ofMillis(1500)),
                OptionalInt.of(8080),
                Optional.of(URI.create("http://127.0.0.1:4001"))));
  }

  @Test
  void whatIsLeftOutHasDefaults() {
    DeploySpec spec = DeploySpec.read(ConfigFile.parse("{platform: local, service: d}", "m.yaml"));

    assertThat(spec.replicas()).isEqualTo(1);
    assertThat(spec.rollout().steps()).containsExactly(5, 25, 100);
    assertThat(spec.port()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{platform: local, service: d, replcas: 2} | m.yaml:1: replcas is no known key; did you mean 'replicas'?",
        "{platform: local} | needs the key 'service'",
        "{platform: local, service: d, replicas: 0} | replicas must be from 1 to 1000, not 0",
        "{platform: local, service: Digits} | must be 1 to 40 lower-case letters",
        "{platform: local, service: d, rollout: {steps: [5, 5, 100]}} | rollout.steps[1] must be above the step before it, 5, not 5",
        "{platform: local, service: d, rollout: {steps: [5, 25]}} | rollout.steps must end with 100",
        "{platform: local, service: d, rollout: {steps: []}} | rollout.steps must end with 100",
        "{platform: local, service: d, rollout: {hold_seconds: -1}} | rollout.hold_seconds must be from 0",
        "{platform: local, service: d, rollout: {shadow_requests: many}} | must be a whole number, not 'many'",
        "{platform: local, service: d, demand: {vcpus: 1}} | needs the key 'memory_gib'",
        "{platform: local, service: d, demand: {vcpus: 0, memory_gib: 1}} | demand.vcpus must be from 0.01",
        "{platform: local, service: d, port: 70000} | port must be from 1 to 65535, not 70000",
        "{platform: local, service: d, from: 'ftp://x'} | is no base URL of a service",
        "{platform: local, service: d, from: 'nonsense'} | is no base URL of a service",
        "{platform: local, service: d, from: 'http://u:p@host'} | is no base URL of a service"
      })
  void wrongInputIsNamedWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> DeploySpec.read(ConfigFile.parse(text, "m.yaml")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("m.yaml:1")
        .hasMessageContaining(message);
  }

  @Test
  void gatesAreReadInTheOrderOfTheirMeasures() {
    Gates gates = Gates.read(ConfigFile.parse("{max_p99_ms: 200, min_accuracy: 0.95}", "m.yaml"));

    assertThat(gates.gates())
        .containsExactly(new Gate(Measure.ACCURACY, 0.95), new Gate(Measure.P99_MILLIS, 200));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{min_acuracy: 0.9} | did you mean 'min_accuracy'?",
        "{min_accuracy: 95} | gates.min_accuracy must be from 0.0 to 1.0, not 95",
        "{max_p99_ms: -1} | must be at least 0.0",
        "{max_error_rate: high} | must be a number, not 'high'"
      })
  void wrongGatesAreNamedWithTheirPlace(String text, String message) {
    assertThatThrownBy(
            () -> Gates.read(ConfigFile.parse("gates: " + text, "m.yaml").require("gates")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }
}
