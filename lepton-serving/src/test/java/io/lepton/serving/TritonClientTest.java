package io.lepton.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.serving.gateway.Gateway;
import io.lepton.serving.gateway.GatewayOptions;
import io.lepton.serving.gateway.GatewayStats;
import io.lepton.serving.gateway.Routes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Triton's Python client, which others wrote, against the gateway during a whole rollout. */
class TritonClientTest {
  private static final int PER_SECOND = 50;

  private final Path folder;

  TritonClientTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void infersFiftyTimesASecondThroughAShiftWithoutOneFailure() throws Exception {
    Path python = pythonWithTritonClient();
    SavedDigits.save(folder.resolve("model"));
    Path stop = folder.resolve("stop");
    try (Program oldReplica = replica();
        Program newReplica = replica();
        Gateway gateway =
            Gateway.start(
                GatewayOptions.builder()
                    .host("127.0.0.1")
                    .probeInterval(Duration.ofMillis(100))
                    .build())) {
      URI oldEndpoint = oldReplica.endpoint();
      URI newEndpoint = newReplica.endpoint();
      gateway.route(new Routes(List.of(oldEndpoint), List.of(), 0, 0));
      try (Program client =
          Program.start(
              List.of(
                  python.toString(),
                  Path.of("src", "test", "resources", "triton_load.py").toString(),
                  "127.0.0.1:" + gateway.port(),
                  String.valueOf(PER_SECOND),
                  stop.toString()),
              folder.resolve("python-errors.txt"),
              Map.of())) {
        assertThat(client.line()).isEqualTo("started");
        for (int[] step : new int[][] {{0, 100}, {5, 100}, {25, 50}, {100, 0}}) {
          gateway.route(new Routes(List.of(oldEndpoint), List.of(newEndpoint), step[0], step[1]));
          Http.await(
              step[0] + " percent",
              () -> {
                GatewayStats stats = gateway.stats();
                return stats.oldSide().requests() + stats.newSide().requests() >= 60;
              });
          GatewayStats stats = gateway.stats();
          assertThat(stats.failedToClient()).isZero();
          assertThat(stats.oldSide().errors() + stats.newSide().errors()).isZero();
          if (step[1] == 100) {
            Http.await("comparisons", () -> gateway.stats().mirror().compared() >= 50);
            GatewayStats.Mirror mirror = gateway.stats().mirror();
            assertThat(mirror.agreed()).isEqualTo(mirror.compared());
            assertThat(mirror.maxDifference()).isLessThan(1e-4);
          }
        }
        oldReplica.terminate();
        oldReplica.exitCode();
        Files.createFile(stop);
        JsonNode report = Http.json(client.line());
        assertThat(report.path("wrong")).isEmpty();
        assertThat(report.path("failures")).isEmpty();
        assertThat(report.path("failed").asInt()).isZero();
        assertThat(report.path("answered").asInt()).isGreaterThan(200);
        assertThat(report.path("perSecond").asDouble()).isGreaterThan(PER_SECOND * 0.9);
        System.out.println("Triton client through the gateway: " + report);
      }
    }
  }

  private Program replica() {
    return Program.start(
        ServeMain.class,
        folder.resolve("errors.txt"),
        Map.of(),
        "--model",
        folder.resolve("model").toString(),
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--threads",
        "1");
  }

  /** The client in a virtual environment under target, made on the first run. */
  private Path pythonWithTritonClient() throws IOException, InterruptedException {
    Path environment = Path.of("target", "triton-client").toAbsolutePath();
    Path python = environment.resolve("bin/python");
    Path installed = environment.resolve("installed");
    if (!Files.exists(installed)) {
      Optional<String> problem = run(List.of("python3", "-m", "venv", environment.toString()));
      if (problem.isEmpty()) {
        problem =
            run(
                List.of(
                    python.toString(), "-m", "pip", "install", "-q", "tritonclient[http]==2.*"));
      }
      if (problem.isPresent()) {
        String reason = "tritonclient[http] cannot be installed: " + problem.get();
        assertThat(System.getenv("LEPTON_REQUIRE_ALL")).as(reason).isNotEqualTo("1");
        assumeThat(problem).as(reason).isEmpty();
      }
      Files.createFile(installed);
    }
    return python;
  }

  private Optional<String> run(List<String> command) throws IOException, InterruptedException {
    Path output = folder.resolve("setup.txt");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      return Optional.of(command + " did not end within 5 minutes");
    }
    return process.exitValue() == 0
        ? Optional.empty()
        : Optional.of(
            command + " ended with " + process.exitValue() + ": " + Files.readString(output));
  }
}
