package io.lepton.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.testkit.wire.WireFault.Delivery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class FaultProxyTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final WireScript script = new WireScript();
  private EchoServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new EchoServer();
    proxy = FaultProxy.before(server.endpoint()).plan(script).start();
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 65_536, 5_000_000})
  void bodiesPassByteForByteBothWays(int size) throws Exception {
    byte[] body = random(size);
    assertThat(post("/plain", BodyPublishers.ofByteArray(body)).body()).isEqualTo(body);
    assertThat(post("/chunked", chunks(body)).body()).isEqualTo(body);
    assertThat(proxy.requestCount()).isEqualTo(2);
    assertThat(proxy.faultCount()).isZero();
  }

  @Test
  void aClientThatWaitsForLeaveToSendGetsItFromTheServer() throws Exception {
    byte[] body = random(300_000);
    HttpRequest request =
        HttpRequest.newBuilder(uri("/plain"))
            .expectContinue(true)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(body);
  }

  @Test
  void manyClientsAtOnceGetTheirOwnAnswers() {
    List<CompletableFuture<Boolean>> answers =
        IntStream.range(0, 200)
            .mapToObj(
                i -> {
                  byte[] body = ("body " + i).repeat(i).getBytes(StandardCharsets.UTF_8);
                  return client
                      .sendAsync(
                          HttpRequest.newBuilder(uri("/plain"))
                              .POST(BodyPublishers.ofByteArray(body))
                              .build(),
                          BodyHandlers.ofByteArray())
                      .thenApply(answer -> Arrays.equals(answer.body(), body));
                })
            .toList();
    assertThat(answers).allMatch(CompletableFuture::join);
    assertThat(proxy.requests()).extracting(WireRequest::number).doesNotHaveDuplicates();
  }

  @Test
  void requestsAreLoggedAsTheyWereSentAndTheHostIsTheClients() throws Exception {
    HttpResponse<byte[]> answer = post("/a%2Fb%20c?uploads&part=3", text("x"));
    WireRequest request = proxy.requests("POST").get(0);
    assertThat(request.path()).isEqualTo("/a%2Fb%20c");
    assertThat(request.query()).isEqualTo("uploads&part=3");
    assertThat(request.asks("uploads")).isTrue();
    assertThat(request.asks("part")).isTrue();
    assertThat(request.asks("par")).isFalse();
    assertThat(request.header("content-LENGTH")).hasValue("1");
    assertThat(request.header("none")).isEmpty();
    assertThat(answer.headers().firstValue("X-Host")).hasValue("127.0.0.1:" + proxy.port());
    proxy.forget();
    assertThat(proxy.requests()).isEmpty();
    assertThat(proxy.requestCount()).isEqualTo(1);
  }

  @Test
  void aLocationOfTheServerLeadsThroughTheProxy() throws Exception {
    assertThat(post("/moved", text("x")).headers().firstValue("Location"))
        .hasValue(proxy.endpoint() + "/elsewhere?x=http://y");
  }

  @Test
  void anAnswerInTheServersPlaceKeepsTheRequestFromIt() throws Exception {
    script.on("POST").first(1).then(WireFault.busy(503, 7));
    HttpResponse<byte[]> busy = post("/plain", text("first"));
    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(busy.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(post("/plain", text("second")).statusCode()).isEqualTo(200);
    assertThat(received()).containsExactly("second");
    assertThat(proxy.faultCount()).isEqualTo(1);
  }

  @Test
  void aClientThatWaitsForLeaveIsRefusedWithoutItsBody() throws Exception {
    script.on("POST").first(1).then(ServiceErrors.s3(503, "SlowDown"));
    // JDK 17's client waits for ever when the answer is not 100 (JDK-8286171).
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      socket
          .getOutputStream()
          .write(bytes("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"));
      String refused = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(refused)
          .startsWith("HTTP/1.1 503 ")
          .contains("Connection: close")
          .contains("<Code>SlowDown</Code>");
    }
    assertThat(received()).isEmpty();
  }

  @Test
  void anAnswerCanTakeTheServersAnswersPlaceAfterItActed() throws Exception {
    script
        .on("POST")
        .then(new WireFault.Answer(Delivery.DELIVERED, 200, Map.of(), ServiceErrors.s3Xml("X")));
    assertThat(new String(post("/plain", text("acted")).body(), StandardCharsets.UTF_8))
        .contains("<Code>X</Code>");
    assertThat(received()).containsExactly("acted");
  }

  @Test
  void aLostRequestNeverReachesTheServer() {
    script.on("POST").then(WireFault.lostRequest());
    assertThatThrownBy(() -> post("/plain", text("x"))).isInstanceOf(IOException.class);
    assertThat(received()).isEmpty();
  }

  @Test
  void aLostAnswerHasTakenEffect() {
    script.on("POST").then(WireFault.lostAnswer());
    assertThatThrownBy(() -> post("/plain", text("x"))).isInstanceOf(IOException.class);
    assertThat(received()).containsExactly("x");
  }

  @Test
  void aRequestThatBreaksOffIsNotTakenForWhole() {
    script.on("POST").then(new WireFault.CutRequest(100_000));
    assertThatThrownBy(() -> post("/plain", BodyPublishers.ofByteArray(random(300_000))))
        .isInstanceOf(IOException.class);
    assertThat(received()).isEmpty();
  }

  @Test
  void anAnswerBreaksOffWhileItsLengthPromisesMore() {
    script.on("POST").then(new WireFault.CutAnswer(10));
    assertThatThrownBy(() -> post("/plain", text("more than ten bytes")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> post("/chunked", text("more than ten bytes")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aShortenedAnswerLooksWhole() throws Exception {
    script.on("POST").first(1).then(new WireFault.ShortenAnswer(4));
    assertThat(post("/plain", text("shortened")).body()).isEqualTo(bytes("shor"));
    assertThat(post("/plain", text("shortened")).body()).isEqualTo(bytes("shortened"));
  }

  @Test
  void oneByteIsFlippedOnTheWayThereOrBack() throws Exception {
    byte[] body = random(700_000);
    byte[] flipped = body.clone();
    flipped[600_000] = (byte) ~flipped[600_000];
    script.on("POST").call(1).then(new WireFault.FlipRequest(600_000));
    script.on("POST").call(1).then(new WireFault.FlipAnswer(600_000));
    assertThat(post("/plain", BodyPublishers.ofByteArray(body)).body()).isEqualTo(flipped);
    assertThat(server.bodies().get(0)).isEqualTo(flipped);
    assertThat(post("/chunked", chunks(body)).body()).isEqualTo(flipped);
    assertThat(server.bodies().get(1)).isEqualTo(body);
  }

  @Test
  void aStalledAnswerLeavesTheClientWaiting() {
    script.on("POST").call(1).then(new WireFault.StallAnswer(3));
    script.on("POST").call(1).then(new WireFault.Silence());
    for (int i = 0; i < 2; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(uri("/plain"))
              .timeout(Duration.ofMillis(300))
              .POST(text("stalls"))
              .build();
      CompletableFuture<HttpResponse<byte[]>> answer =
          client.sendAsync(request, BodyHandlers.ofByteArray());
      assertThatThrownBy(() -> answer.get(1, TimeUnit.SECONDS)).isNotNull();
      answer.cancel(true);
    }
    assertThat(received()).containsExactly("stalls");
  }

  @Test
  void closingTheProxyFreesAClientThatWaits() throws Exception {
    script.on("POST").then(new WireFault.Silence());
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            HttpRequest.newBuilder(uri("/plain")).POST(text("x")).build(),
            BodyHandlers.ofByteArray());
    while (proxy.requestCount() == 0) {
      Thread.onSpinWait();
    }
    proxy.close();
    assertThatThrownBy(answer::join).hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void latencyAndDelaysHoldRequestsBack() throws Exception {
    try (FaultProxy slow =
        FaultProxy.before(server.endpoint())
            .latency(Duration.ofMillis(60))
            .plan(
                new WireScript()
                    .on("POST")
                    .call(2)
                    .then(new WireFault.Delay(Duration.ofMillis(80))))
            .withoutLog()
            .start()) {
      URI uri = URI.create(slow.endpoint() + "/plain");
      HttpRequest request = HttpRequest.newBuilder(uri).POST(text("x")).build();
      long start = System.nanoTime();
      client.send(request, BodyHandlers.discarding());
      long first = System.nanoTime();
      client.send(request, BodyHandlers.discarding());
      assertThat(Duration.ofNanos(first - start)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
      assertThat(Duration.ofNanos(System.nanoTime() - first))
          .isGreaterThanOrEqualTo(Duration.ofMillis(140));
      assertThat(slow.requests()).isEmpty();
      assertThat(slow.requestCount()).isEqualTo(2);
    }
  }

  @Test
  void aShareOfTheRequestsIsTheSameForTheSameSeed() {
    List<Long> chosen = chosen(0.1, 42);
    assertThat(chosen).hasSizeBetween(60, 140).isEqualTo(chosen(0.1, 42));
    assertThat(chosen(0.1, 43)).isNotEqualTo(chosen);
    assertThat(chosen(0, 1)).isEmpty();
    assertThat(chosen(1, 1)).hasSize(1000);
    assertThatThrownBy(() -> chosen(1.5, 1)).hasMessageContaining("1.5");
  }

  @Test
  void whatIsNoServerIsRefused() {
    assertThatThrownBy(() -> FaultProxy.before("https://127.0.0.1:1"))
        .hasMessageContaining("https");
  }

  private static List<Long> chosen(double share, long seed) {
    WireScript plan = new WireScript().onAny().share(share, seed).then(WireFault.lostAnswer());
    return IntStream.rangeClosed(1, 1000)
        .mapToObj(n -> new WireRequest(n, "GET", "/", ""))
        .filter(request -> plan.decide(request).isPresent())
        .map(WireRequest::number)
        .toList();
  }

  private HttpResponse<byte[]> post(String target, BodyPublisher body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(target)).POST(body).build(), BodyHandlers.ofByteArray());
  }

  private URI uri(String target) {
    return URI.create(proxy.endpoint() + target);
  }

  private List<String> received() {
    return server.bodies().stream().map(body -> new String(body, StandardCharsets.UTF_8)).toList();
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static BodyPublisher chunks(byte[] body) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
