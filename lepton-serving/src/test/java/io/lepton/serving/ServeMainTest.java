package io.lepton.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.serving.gateway.Gateway;
import io.lepton.serving.gateway.GatewayMain;
import io.lepton.serving.gateway.GatewayOptions;
import io.lepton.serving.gateway.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The programs as the image starts them: processes of their own, real signals. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServeMainTest {
  private static final String INFER = "/v2/models/digits/infer";
  private static final String ONE_ROW =
      "{\"inputs\":[{\"name\":\"pixels\",\"shape\":[1,784],\"datatype\":\"FP32\",\"data\":["
          + IntStream.range(0, 784)
              .mapToObj(i -> String.valueOf(i % 256))
              .collect(Collectors.joining(","))
          + "]}]}";

  private final Path folder;
  private final List<Program> programs = new ArrayList<>();

  ServeMainTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    SavedDigits.save(folder.resolve("model"));
  }

  @AfterEach
  void stop() {
    programs.forEach(Program::close);
    programs.clear();
  }

  @Test
  void aClientOfTheGatewayNoticesNothingOfAReplicaThatIsTerminatedOrKilled() throws Exception {
    List<Program> replicas = List.of(replica(), replica(), replica());
    List<URI> endpoints = replicas.stream().map(Program::endpoint).toList();
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    AtomicBoolean stopping = new AtomicBoolean();
    try (Gateway gateway =
        Gateway.start(
            GatewayOptions.builder()
                .host("127.0.0.1")
                .probeInterval(Duration.ofMillis(100))
                .build())) {
      gateway.route(new Routes(endpoints, List.of(), 0, 0));
      List<CompletableFuture<Integer>> clients =
          IntStream.range(0, 3)
              .mapToObj(
                  client ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            int sent = 0;
                            while (!stopping.get()) {
                              HttpResponse<byte[]> answer =
                                  Http.post(gateway.endpoint(), INFER, ONE_ROW);
                              if (answer.statusCode() != 200) {
                                failures.add(answer.statusCode() + " " + Http.error(answer));
                              }
                              sent++;
                            }
                            return sent;
                          }))
              .toList();
      Http.await("traffic", () -> gateway.stats().oldSide().requests() > 100);
      replicas.get(0).terminate();
      assertThat(replicas.get(0).exitCode()).isEqualTo(143);
      long afterDrain = gateway.stats().oldSide().requests();
      Http.await("traffic", () -> gateway.stats().oldSide().requests() > afterDrain + 50);
      replicas.get(1).kill();
      replicas.get(1).exitCode();
      long afterKill = gateway.stats().oldSide().requests();
      Http.await("traffic", () -> gateway.stats().oldSide().requests() > afterKill + 50);
      stopping.set(true);
      int sent = clients.stream().mapToInt(CompletableFuture::join).sum();
      assertThat(failures).isEmpty();
      assertThat(gateway.stats().failedToClient()).isZero();
      assertThat(gateway.stats().oldSide().requests()).isEqualTo(sent);
    }
  }

  @Test
  void aKilledGatewayContinuesWithItsRoutes() throws IOException {
    Program replica = replica();
    Map<String, String> environment =
        Map.of(
            "LEPTON_GATEWAY_TOKEN",
            "secret",
            "LEPTON_GATEWAY_STATE",
            folder.resolve("routes.json").toString());
    Program first = program(GatewayMain.class, environment, "--port", "0", "--host", "127.0.0.1");
    URI endpoint = first.endpoint();
    HttpResponse<byte[]> put =
        Http.send(
            Http.request(endpoint, "/lepton/gateway/routes", "Authorization", "Bearer secret")
                .PUT(
                    java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"old\":[\"" + replica.endpoint() + "\"]}"))
                .build());
    assertThat(Http.json(put).path("generation").asLong()).isEqualTo(1);
    first.kill();
    first.exitCode();

    Program second = program(GatewayMain.class, environment, "--port", "0", "--host", "127.0.0.1");
    HttpResponse<byte[]> answer = Http.post(second.endpoint(), INFER, ONE_ROW);
    assertThat(answer.statusCode()).isEqualTo(200);
    second.terminate();
    assertThat(second.exitCode()).isEqualTo(143);
    assertThat(Files.readString(folder.resolve("errors.txt"))).doesNotContain("secret");
  }

  @Test
  void thePortOfTheEnvironmentWinsAndOneInUseIsExitCode1() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Program serving =
          program(
              ServeMain.class,
              Map.of("PORT", port),
              "--model",
              folder.resolve("model").toString(),
              "--host",
              "127.0.0.1",
              "--port",
              "0");
      assertThat(serving.exitCode()).isEqualTo(1);
      assertThat(Files.readString(folder.resolve("errors.txt")))
          .contains("lepton-serving: port " + port + " on 127.0.0.1 is in use; stop the program");
      Program gateway =
          program(
              GatewayMain.class, Map.of("PORT", port, "LEPTON_HOST", "127.0.0.1"), "--port", "0");
      assertThat(gateway.exitCode()).isEqualTo(1);
      assertThat(Files.readString(folder.resolve("errors.txt")))
          .contains("lepton-gateway: port " + port + " on 127.0.0.1 is in use");
    }
  }

  @Test
  void anUnreadableModelIsExitCode2() throws IOException {
    Program program =
        program(
            ServeMain.class,
            Map.of(),
            "--model",
            Files.createDirectories(folder.resolve("empty")).toString(),
            "--port",
            "0");
    assertThat(program.exitCode()).isEqualTo(2);
    assertThat(Files.readString(folder.resolve("errors.txt")))
        .contains("empty: holds no model.json");
  }

  @Test
  void aBadPortIsExitCode2() throws IOException {
    assertThat(program(ServeMain.class, Map.of("PORT", "http"), "--model", "model").exitCode())
        .isEqualTo(2);
    assertThat(Files.readString(folder.resolve("errors.txt")))
        .contains("PORT must be a port from 1 to 65535, or 0, not 'http'");
  }

  private Program replica() {
    return program(
        ServeMain.class,
        Map.of(),
        "--model",
        folder.resolve("model").toString(),
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--threads",
        "1",
        "--drain-notice-millis",
        "500");
  }

  private Program program(Class<?> main, Map<String, String> environment, String... arguments) {
    Program program = Program.start(main, folder.resolve("errors.txt"), environment, arguments);
    programs.add(program);
    return program;
  }
}
