package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import io.lepton.cli.demo.DemoWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole migration in processes of its own, killed without warning in every step, goes on with the
 * same command, does nothing twice, and can be rolled back and destroyed.
 */
class ApplyKilledTest {
  private static final List<String> STEPS =
      List.of(
          "prepare", "data-1", "model", "tune", "publish", "image", "deploy", "shadow", "shift",
          "verdict");
  private static final String MIGRATION =
      """
      name: digits
      data: [{from: "file:world/east/lake/", to: "file:world/west/lake/"}]
      model:
        from: "file:world/east/models/digits/"
        to: "file:world/west/models/digits/"
        fine_tune: {data: "file:world/west/lake/target/", epochs: 3}
      image: {name: "file:world/west/images/digits.tar"}
      deploy:
        platform: local
        service: digits
        demand: {vcpus: 1, memory_gib: 1}
        rollout: {shadow_requests: 50, steps: [25, 100], hold_seconds: 1}
      gates: {min_accuracy: GATE, max_error_rate: 0.01}
      """;

  @TempDir Path folder;

  private final Random random = new Random(11);

  @AfterEach
  void stopServices() throws Exception {
    for (String file : List.of("migration.yaml", "world/before.yaml")) {
      if (Files.exists(folder.resolve(file))) {
        lepton("destroy", file);
      }
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dlepton.serving.lib="
                    + Path.of("../lepton-serving/target/serving-lib").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.lepton.cli.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LEPTON_HOME", folder.resolve("home").toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output.txt").toFile()));
    return builder.start();
  }

  private int lepton(String... arguments) throws Exception {
    Process process = start(arguments);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(output()).isTrue();
    return process.exitValue();
  }

  private String output() throws IOException {
    Path file = folder.resolve("output.txt");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private void migration(String minAccuracy) throws IOException {
    Files.writeString(folder.resolve("migration.yaml"), MIGRATION.replace("GATE", minAccuracy));
  }

  /** Starts apply, waits until {@code step} has begun, waits a little more, and kills it. */
  private void killIn(String step) throws Exception {
    int before = output().length();
    Process process = start("apply", "migration.yaml");
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
    while (process.isAlive() && !output().substring(before).contains("\n" + step + "  ")) {
      assertThat(System.nanoTime()).as(output()).isLessThan(deadline);
      process.waitFor(10, TimeUnit.MILLISECONDS);
    }
    process.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
  }

  private Map<String, String> digests(Path place) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(
            place.relativize(file).toString(),
            MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString());
      }
    }
    return digests;
  }

  private long done(String step) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve(".lepton/digits/audit.jsonl"))) {
      return lines
          .filter(line -> line.contains("\"subject\":\"" + step + "\"") && line.contains("\"DONE"))
          .count();
    }
  }

  @Test
  void killedInEveryStepItGoesOnAndFindsItsWayBack() throws Exception {
    DemoWorld.of(DemoWorld.Kind.DIGITS, folder.resolve("world"), Optional.empty()).make(line -> {});
    assertThat(lepton("apply", "world/before.yaml")).as(output()).isZero();
    Map<String, String> east = digests(folder.resolve("world/east"));

    migration("0.999");
    assertThat(lepton("apply", "migration.yaml")).as(output()).isEqualTo(ExitCode.FAILED);
    assertThat(output()).contains("below min_accuracy 0.999");
    assertThat(lepton("rollback", "migration.yaml")).as(output()).isZero();

    migration("0.9");
    Files.delete(folder.resolve(".lepton/digits/audit.jsonl"));
    for (String step : STEPS) {
      killIn(step);
      killIn(step);
    }
    assertThat(lepton("apply", "migration.yaml")).as(output()).isZero();
    for (String step : STEPS) {
      assertThat(done(step)).as("%s ran to its end so often%n%s", step, output()).isBetween(1L, 2L);
    }
    assertThat(lepton("verify", "file:world/east/lake", "file:world/west/lake")).isZero();
    assertThat(digests(folder.resolve("world/east"))).isEqualTo(east);
    assertThat(lepton("status", "migration.yaml")).as(output()).isZero();

    int before = output().length();
    assertThat(lepton("apply", "migration.yaml")).isZero();
    assertThat(output().substring(before).toLowerCase(Locale.ROOT)).contains("nothing to do");

    assertThat(lepton("rollback", "migration.yaml")).as(output()).isZero();
    assertThat(digests(folder.resolve("world/east"))).isEqualTo(east);
    assertThat(digests(folder.resolve("world/west")).keySet())
        .as("what apply created is gone")
        .allMatch(file -> file.startsWith(".lepton") || file.contains("/.lepton/"));
    assertThat(output()).contains("Taken back: verdict, shift, shadow, deploy");
  }
}
