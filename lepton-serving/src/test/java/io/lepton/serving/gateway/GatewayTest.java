package io.lepton.serving.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.serving.FakePredictor;
import io.lepton.serving.Http;
import io.lepton.serving.InferenceServer;
import io.lepton.serving.ServerOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayTest {
  private static final String INFER = "/v2/models/fake/infer";
  private static final String ONE_ROW =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2,2],\"datatype\":\"FP32\",\"data\":[1,2,3,4]}]}";
  private static final String TOKEN = "correct horse";
  private static final String[] AUTHORISED = {"Authorization", "Bearer " + TOKEN};

  private final Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final FakePredictor oldModel = new FakePredictor();
  private final FakePredictor newModel = new FakePredictor();

  GatewayTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : opened) {
      closeable.close();
    }
  }

  @Nested
  class Splits {
    @ParameterizedTest
    @CsvSource({"0, 0", "5, 5", "25, 25", "33, 33", "99, 99", "100, 100"})
    void exactlyThatManyOfAHundredGoToTheNewSide(int percent, int expected) {
      Gateway gateway = gateway();
      gateway.route(routes(percent, 0));
      for (int i = 0; i < 100; i++) {
        assertThat(infer(gateway).statusCode()).isEqualTo(200);
      }
      GatewayStats stats = gateway.stats();
      assertThat(stats.newSide().requests()).isEqualTo(expected);
      assertThat(stats.oldSide().requests()).isEqualTo(100 - expected);
      assertThat(stats.oldSide().errors() + stats.newSide().errors()).isZero();
      assertThat(stats.failedToClient()).isZero();
    }

    @Test
    void replicasOfASideShareByWeight() {
      FakePredictor light = new FakePredictor();
      FakePredictor heavy = new FakePredictor();
      URI lightReplica = replica(light).endpoint();
      URI heavyReplica = replica(heavy).endpoint();
      Gateway gateway = gateway();
      gateway.route(
          new Routes(
              List.of(lightReplica, heavyReplica), List.of(), 0, 0, Map.of(heavyReplica, 3.0)));
      light.batches().clear();
      heavy.batches().clear();
      for (int i = 0; i < 40; i++) {
        infer(gateway);
      }
      assertThat(heavy.batches()).hasSizeBetween(29, 31);
      assertThat(light.batches()).hasSizeBetween(9, 11);
    }

    @Test
    void oneOfWeightZeroServesOnlyWhileNoOtherIsUp() {
      Endpoint serving = new Endpoint(URI.create("http://serving:1"));
      Endpoint standby = new Endpoint(URI.create("http://standby:1"));
      Routes routes =
          new Routes(
              List.of(standby.base(), serving.base()),
              List.of(),
              0,
              0,
              Map.of(standby.base(), 0.0));
      Fleet fleet = new Fleet(routes, Map.of(standby.base(), standby, serving.base(), serving));
      serving.begin();
      for (int i = 0; i < 5; i++) {
        assertThat(fleet.pick(Side.OLD, Set.of())).contains(serving);
      }
      assertThat(fleet.pick(Side.OLD, Set.of(serving))).contains(standby);
      serving.up(false);
      assertThat(fleet.pick(Side.OLD, Set.of())).contains(standby);
      standby.up(false);
      assertThat(fleet.pick(Side.OLD, Set.of())).contains(serving);
    }

    @Test
    void descriptionsOfTheModelPassThrough() {
      Gateway gateway = gateway();
      gateway.route(routes(5, 0));
      assertThat(Http.json(Http.get(gateway.endpoint(), "/v2/models/fake")).path("name").asText())
          .isEqualTo("fake");
      assertThat(Http.get(gateway.endpoint(), "/v2/models/fake/ready").statusCode()).isEqualTo(200);
      assertThat(Http.get(gateway.endpoint(), "/v2").statusCode()).isEqualTo(200);
      assertThat(gateway.stats().oldSide().requests()).isZero();
    }

    @Test
    void errorsOfTheClientPassThroughAndCountForNoSide() {
      Gateway gateway = gateway();
      gateway.route(routes(100, 0));
      HttpResponse<byte[]> response = Http.post(gateway.endpoint(), INFER, "{}");
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(Http.error(response)).contains("no 'inputs'");
      assertThat(gateway.stats().newSide().errors()).isZero();
    }
  }

  @Nested
  class Mirrors {
    @Test
    void everyRequestAndFindsEqualAnswersEqual() {
      Gateway gateway = gateway();
      gateway.route(routes(50, 100));
      for (int i = 0; i < 20; i++) {
        infer(gateway);
      }
      GatewayStats.Mirror mirror = mirrored(gateway, 20);
      assertThat(mirror.sent()).isEqualTo(20);
      assertThat(mirror.answered()).isEqualTo(20);
      assertThat(mirror.agreed()).isEqualTo(20);
      assertThat(mirror.maxDifference()).isZero();
      assertThat(mirror.p99Millis()).isPositive();
      assertThat(gateway.stats().oldSide().requests()).isEqualTo(10);
    }

    @Test
    void aShareOfRequests() {
      Gateway gateway = gateway();
      gateway.route(routes(0, 30));
      for (int i = 0; i < 50; i++) {
        infer(gateway);
      }
      assertThat(mirrored(gateway, 15).sent()).isEqualTo(15);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 1", "2.5, 0"})
    void andMeasuresHowAnswersDiffer(float offset, int agreed) {
      FakePredictor other = new FakePredictor(offset);
      Gateway gateway = gateway();
      gateway.route(
          new Routes(
              List.of(replica(oldModel).endpoint()), List.of(replica(other).endpoint()), 0, 100));
      assertThat(Http.json(infer(gateway)).at("/outputs/0/data/0").asDouble()).isEqualTo(1);
      GatewayStats.Mirror mirror = mirrored(gateway, 1);
      assertThat(mirror.agreed()).isEqualTo(agreed);
      assertThat(mirror.maxDifference()).isEqualTo(offset, within(1e-6));
    }

    @Test
    void withoutDelayingTheClientAndDropsWhatDoesNotFit() {
      Gateway gateway = gateway(builder().mirrorQueue(3).build());
      gateway.route(routes(0, 100));
      CountDownLatch gate = newModel.hold();
      for (int i = 0; i < 25; i++) {
        assertThat(infer(gateway).statusCode()).isEqualTo(200);
      }
      assertThat(gateway.stats().mirror().answered()).isZero();
      assertThat(gateway.stats().mirror().dropped()).isEqualTo(25 - 16 - 3);
      gate.countDown();
      assertThat(mirrored(gateway, 19).sent()).isEqualTo(19);
    }

    @Test
    void aBrokenSideWithoutHarmToTheClient() {
      Gateway gateway = gateway();
      gateway.route(routes(0, 100));
      newModel.fail();
      for (int i = 0; i < 5; i++) {
        assertThat(infer(gateway).statusCode()).isEqualTo(200);
      }
      Http.await("mirror errors", () -> gateway.stats().mirror().errors() == 5);
      assertThat(gateway.stats().mirror().compared()).isZero();
      assertThat(gateway.stats().failedToClient()).isZero();
    }
  }

  @Nested
  class Saves {
    @Test
    void requestsFromADeadReplicaByAnotherOfItsSide() throws IOException {
      URI alive = replica(oldModel).endpoint();
      Gateway gateway = gateway();
      gateway.route(new Routes(List.of(nobody(), alive), List.of(), 0, 0));
      for (int i = 0; i < 10; i++) {
        assertThat(infer(gateway).statusCode()).isEqualTo(200);
      }
      assertThat(gateway.stats().oldSide().errors()).isZero();
    }

    @Test
    void requestsFromASideThatIsDownByTheOther() throws IOException {
      URI alive = replica(oldModel).endpoint();
      Gateway gateway = gateway();
      gateway.route(new Routes(List.of(alive), List.of(nobody()), 50, 0));
      for (int i = 0; i < 10; i++) {
        assertThat(infer(gateway).statusCode()).isEqualTo(200);
      }
      GatewayStats stats = gateway.stats();
      assertThat(stats.newSide().errors()).isEqualTo(5);
      assertThat(stats.newSide().rescued()).isEqualTo(5);
      assertThat(stats.failedToClient()).isZero();
    }

    @Test
    void everyRequestWhileAReplicaDrains() {
      InferenceServer going = replica(oldModel);
      InferenceServer staying = replica(newModel);
      Gateway gateway = gateway();
      gateway.route(new Routes(List.of(going.endpoint(), staying.endpoint()), List.of(), 0, 0));
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      CompletableFuture<Void> drained = null;
      for (int i = 0; i < 400; i++) {
        answers.add(Http.postLater(gateway.endpoint(), INFER, ONE_ROW));
        if (i == 100) {
          drained = CompletableFuture.runAsync(going::close);
        }
        if (i % 20 == 0) {
          answers.get(i).join();
        }
      }
      assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
      assertThat(drained).isNotNull().succeedsWithin(Duration.ofSeconds(10));
      assertThat(gateway.stats().failedToClient()).isZero();
    }

    @Test
    void nothingThatTheModelItselfRefusedToCompute() {
      Gateway gateway = gateway();
      gateway.route(routes(100, 0));
      newModel.fail();
      assertThat(infer(gateway).statusCode()).isEqualTo(500);
      assertThat(gateway.stats().newSide().errors()).isEqualTo(1);
      assertThat(gateway.stats().failedToClient()).isEqualTo(1);
    }

    @Test
    void andSaysSoWhenNobodyServes() throws IOException {
      Gateway gateway = gateway();
      HttpResponse<byte[]> none = infer(gateway);
      assertThat(none.statusCode()).isEqualTo(503);
      assertThat(none.headers().firstValue("Retry-After")).isPresent();
      gateway.route(new Routes(List.of(nobody()), List.of(), 0, 0));
      assertThat(infer(gateway).statusCode()).isEqualTo(503);
      assertThat(gateway.stats().failedToClient()).isEqualTo(1);
      Http.await(
          "not ready", () -> Http.get(gateway.endpoint(), "/v2/health/ready").statusCode() == 503);
      assertThat(Http.get(gateway.endpoint(), "/v2/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aSlowReplicasRequestAfterTheTimeout() {
      FakePredictor stuck = new FakePredictor();
      URI slow = replica(stuck).endpoint();
      URI quick = replica(oldModel).endpoint();
      CountDownLatch gate = stuck.hold();
      Gateway gateway = gateway(builder().attemptTimeout(Duration.ofMillis(200)).build());
      gateway.route(new Routes(List.of(slow, quick), List.of(), 0, 0));
      for (int i = 0; i < 4; i++) {
        assertThat(infer(gateway).statusCode()).isEqualTo(200);
      }
      assertThat(gateway.stats().oldSide().retries()).isPositive();
      gate.countDown();
    }
  }

  @Nested
  class Obeys {
    @Test
    void onlyHoldersOfTheToken() {
      Gateway gateway = gateway();
      for (String path : List.of("/lepton/gateway/routes", "/lepton/gateway/stats")) {
        assertThat(Http.get(gateway.endpoint(), path).statusCode()).isEqualTo(401);
        assertThat(
                Http.get(gateway.endpoint(), path, "Authorization", "Bearer wrong horse!")
                    .statusCode())
            .isEqualTo(401);
        assertThat(Http.get(gateway.endpoint(), path, AUTHORISED).statusCode()).isEqualTo(200);
      }
      assertThat(put(gateway, "{}").statusCode()).isEqualTo(401);
    }

    @Test
    void nobodyWithoutAToken() {
      Gateway gateway = gateway(GatewayOptions.builder().host("127.0.0.1").build());
      HttpResponse<byte[]> response =
          Http.get(gateway.endpoint(), "/lepton/gateway/stats", "Authorization", "Bearer ");
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(Http.error(response)).contains("LEPTON_GATEWAY_TOKEN");
    }

    @Test
    void routesThatArePutAndKeepsTheGenerationOfEqualOnes() {
      Gateway gateway = gateway();
      String routes =
          "{\"old\":[\"http://127.0.0.1:1/\"],\"new\":[\"http://127.0.0.1:2\"],"
              + "\"newPercent\":5,\"mirrorPercent\":100}";
      assertThat(Http.json(put(gateway, routes, AUTHORISED)).path("generation").asLong())
          .isEqualTo(1);
      assertThat(Http.json(put(gateway, routes, AUTHORISED)).path("generation").asLong())
          .isEqualTo(1);
      assertThat(
              Http.json(put(gateway, routes.replace("5", "25"), AUTHORISED))
                  .path("generation")
                  .asLong())
          .isEqualTo(2);
      assertThat(Http.json(Http.get(gateway.endpoint(), "/lepton/gateway/routes", AUTHORISED)))
          .isEqualTo(
              Http.json(
                  "{\"generation\":2,\"old\":[\"http://127.0.0.1:1\"],"
                      + "\"new\":[\"http://127.0.0.1:2\"],\"newPercent\":25,"
                      + "\"mirrorPercent\":100}"));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '\'',
        value = {
          "{\"old\":[\"http://a:1\"],\"newPercent\":101}   | newPercent must be from 0 to 100, not 101",
          "{\"old\":[\"http://a:1\"],\"newPercent\":5}     | 'new' has no endpoint",
          "{\"new\":[\"http://a:1\"],\"newPercent\":5}     | 'old' has no endpoint",
          "{\"old\":[\"http://a:1\"],\"mirrorPercent\":5}  | mirroring needs endpoints on both sides",
          "{\"old\":[\"http://a:1\",\"http://a:1/\"]}      | stands twice",
          "{\"old\":[\"ftp://a:1\"]}                       | must be a base URL",
          "{\"old\":[\"http://a:1/path\"]}                 | must be a base URL",
          "{\"old\":[\"http://a:1\"],\"weights\":{\"http://b:1\":2}} | which is no endpoint",
          "{\"old\":[\"http://a:1\"],\"weights\":{\"http://a:1\":-1}} | must be a number from 0, not -1.0",
          "{\"old\":[\"http://a:1\"],\"newPercnt\":5}      | newPercnt",
          "[]                                              | Routes",
          "{                                               | Unexpected end-of-input",
        })
    void noRoutesThatMakeNoSense(String routes, String message) {
      Gateway gateway = gateway();
      HttpResponse<byte[]> response = put(gateway, routes, AUTHORISED);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(Http.error(response)).startsWith("the routes are refused: ").contains(message);
      assertThat(gateway.generation()).isZero();
    }

    @Test
    void andReportsWhatItCounted() {
      Gateway gateway = gateway();
      gateway.route(routes(50, 100));
      for (int i = 0; i < 10; i++) {
        infer(gateway);
      }
      mirrored(gateway, 10);
      JsonNode stats = Http.json(Http.get(gateway.endpoint(), "/lepton/gateway/stats", AUTHORISED));
      assertThat(stats.path("generation").asLong()).isEqualTo(1);
      assertThat(stats.path("seconds").asDouble()).isPositive();
      assertThat(stats.at("/old/requests").asLong()).isEqualTo(5);
      assertThat(stats.at("/new/requests").asLong()).isEqualTo(5);
      assertThat(stats.at("/new/p99Millis").asDouble())
          .isGreaterThanOrEqualTo(stats.at("/new/p50Millis").asDouble())
          .isPositive();
      assertThat(stats.at("/mirror/agreed").asLong()).isEqualTo(10);
      assertThat(stats.at("/failedToClient").asLong()).isZero();
      assertThat(
              new String(Http.get(gateway.endpoint(), "/metrics").body(), StandardCharsets.UTF_8))
          .contains("lepton_gateway_request_duration_seconds_count{side=\"new\",status=\"200\"} 5")
          .contains("lepton_gateway_replicas_ready{side=\"old\"} 1.0")
          .contains("lepton_gateway_routes_generation 1.0");
      gateway.route(routes(51, 100));
      assertThat(gateway.stats().oldSide().requests()).isZero();
    }

    @Test
    void sizeLimits() {
      Gateway gateway = gateway(builder().maxBodyBytes(100).build());
      gateway.route(routes(0, 0));
      assertThat(Http.post(gateway.endpoint(), INFER, new byte[101]).statusCode()).isEqualTo(413);
    }
  }

  @Nested
  class Remembers {
    @Test
    void routesAcrossARestart() {
      GatewayOptions options = builder().stateFile(folder.resolve("state/routes.json")).build();
      Routes routes = routes(25, 10);
      Gateway first = gateway(options);
      first.route(Routes.NONE);
      first.route(routes);
      first.close();

      Gateway second = gateway(options);
      assertThat(second.routes()).isEqualTo(routes);
      assertThat(second.generation()).isEqualTo(2);
      assertThat(second.route(routes)).isEqualTo(2);
      assertThat(infer(second).statusCode()).isEqualTo(200);
      assertThat(folder.resolve("state")).isDirectoryContaining("glob:**/routes.json");
    }

    @Test
    void andRefusesAFileThatItCannotRead() throws IOException {
      Path file = Files.writeString(folder.resolve("routes.json"), "{\"generation\":");
      assertThatThrownBy(() -> gateway(builder().stateFile(file).build()))
          .isInstanceOf(StateFileException.class)
          .hasMessageContaining("routes.json cannot be read");
    }

    @Test
    void theOldRoutesWhenTheNewOnesCannotBeKept() throws IOException {
      Path file = Files.createDirectory(folder.resolve("taken")).resolve("routes.json");
      Gateway gateway = gateway(builder().stateFile(file).build());
      gateway.route(routes(0, 0));
      Files.delete(file);
      Files.createDirectories(file.resolve("in the way"));
      assertThat(put(gateway, "{\"old\":[\"http://127.0.0.1:1\"]}", AUTHORISED).statusCode())
          .isEqualTo(500);
      assertThat(gateway.generation()).isEqualTo(1);
    }
  }

  private Gateway gateway() {
    return gateway(builder().build());
  }

  private Gateway gateway(GatewayOptions options) {
    Gateway gateway = Gateway.start(options);
    opened.add(0, gateway);
    return gateway;
  }

  private static GatewayOptions.Builder builder() {
    return GatewayOptions.builder()
        .host("127.0.0.1")
        .controlToken(TOKEN)
        .probeInterval(Duration.ofMillis(50));
  }

  private InferenceServer replica(FakePredictor model) {
    InferenceServer server =
        InferenceServer.start(ServerOptions.builder().host("127.0.0.1").build(), () -> model);
    opened.add(server);
    return server;
  }

  private Routes routes(int newPercent, int mirrorPercent) {
    return new Routes(
        List.of(replica(oldModel).endpoint()),
        List.of(replica(newModel).endpoint()),
        newPercent,
        mirrorPercent);
  }

  /** An address at which nobody listens. */
  private static URI nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
  }

  private static HttpResponse<byte[]> infer(Gateway gateway) {
    return Http.post(gateway.endpoint(), INFER, ONE_ROW);
  }

  private static HttpResponse<byte[]> put(Gateway gateway, String routes, String... headers) {
    return Http.send(
        Http.request(gateway.endpoint(), "/lepton/gateway/routes", headers)
            .PUT(BodyPublishers.ofString(routes))
            .build());
  }

  private static GatewayStats.Mirror mirrored(Gateway gateway, int compared) {
    Http.await(compared + " comparisons", () -> gateway.stats().mirror().compared() >= compared);
    return gateway.stats().mirror();
  }
}
