package io.lepton.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {
  record Inner(String name, OptionalInt size) {
    public boolean isLarge() {
      return size.orElse(0) > 10;
    }
  }

  record Outer(
      Instant at, Duration took, Optional<String> note, List<Inner> inner, Map<String, Double> m) {}

  private final Outer value =
      new Outer(
          Instant.parse("2026-01-02T03:04:05Z"),
          Duration.ofMillis(1500),
          Optional.empty(),
          List.of(new Inner("a", OptionalInt.of(11)), new Inner("b", OptionalInt.empty())),
          Map.of("z", 1.5, "a", 2.0));

  @Test
  void recordsReadBackEqual() {
    assertThat(Json.read(Json.pretty(value), Outer.class)).isEqualTo(value);
  }

  @Test
  void onlyComponentsAreWritten() {
    assertThat(Json.line(value))
        .contains("\"took\":\"PT1.5S\"", "\"m\":{\"a\":2.0,\"z\":1.5}")
        .doesNotContain("large");
  }

  @Test
  void fileIsReplacedWholeAndLeavesNothingBehind(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("new/state.json");
    Json.write(file, Map.of("a", 1));
    Json.write(file, value);
    assertThat(Json.read(file, Outer.class)).isEqualTo(value);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void wrongTextIsNamed() {
    assertThatThrownBy(() -> Json.read("{", Outer.class)).hasMessageStartingWith("is no Outer: ");
  }
}
