package io.lepton.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.serving.http.PortInUseException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceServerTest {
  private static final String INFER = "/v2/models/fake/infer";
  private static final String ONE_ROW =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2,2],\"datatype\":\"FP32\",\"data\":[1,2,3,4]}]}";
  private static final ServerOptions OPTIONS =
      ServerOptions.builder()
          .host("127.0.0.1")
          .maxBatchRows(8)
          .queueRows(16)
          .maxBodyBytes(4096)
          .drainNotice(java.time.Duration.ZERO)
          .build();

  private final FakePredictor model = new FakePredictor();
  private final InferenceServer server = InferenceServer.start(OPTIONS, () -> model);

  @AfterEach
  void close() {
    server.close();
  }

  @Nested
  class Describes {
    @Test
    void theServer() {
      JsonNode answer = Http.json(Http.get(server.endpoint(), "/v2"));
      assertThat(answer.path("name").asText()).isEqualTo("lepton-serving");
      assertThat(answer.path("extensions").toString()).contains("binary_tensor_data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/fake", "/v2/models/fake/versions/1", "/v2/models/fake/"})
    void theModel(String path) {
      assertThat(Http.json(Http.get(server.endpoint(), path)))
          .isEqualTo(
              Http.json(
                  "{\"name\":\"fake\",\"versions\":[\"1\"],\"platform\":\"fake\",\"inputs\":"
                      + "[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,2,2]}],\"outputs\":"
                      + "[{\"name\":\"scores\",\"datatype\":\"FP32\",\"shape\":[-1,3],"
                      + "\"parameters\":{\"labels\":[\"red\",\"green\",\"blue\"]}},"
                      + "{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[-1]}]}"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/v2/health/live",
          "/v2/health/ready",
          "/v2/models/fake/ready",
          "/v2/models/fake/versions/1/ready"
        })
    void itsHealth(String path) {
      assertThat(Http.get(server.endpoint(), path).statusCode()).isEqualTo(200);
    }

    @Test
    void whatItCounted() {
      Http.post(server.endpoint(), INFER, ONE_ROW);
      Http.post(server.endpoint(), INFER, "{}");
      String metrics =
          new String(Http.get(server.endpoint(), "/metrics").body(), StandardCharsets.UTF_8);
      assertThat(metrics)
          .contains("lepton_inference_requests_total{status=\"200\"} 1.0")
          .contains("lepton_inference_errors_total{status=\"400\"} 1.0")
          .contains("lepton_inference_duration_seconds_bucket")
          .contains("lepton_inference_batch_rows_sum 1.0")
          .contains("lepton_inference_queue_rows 0.0")
          .contains("lepton_inference_ready 1.0");
    }
  }

  @Nested
  class Infers {
    @Test
    void fromJson() {
      HttpResponse<byte[]> response =
          Http.post(
              server.endpoint(),
              INFER,
              "{\"id\":\"a1\",\"inputs\":[{\"data\":[[[1,2],[3,4]],[[0.5,9,-1e3],[7]]],"
                  + "\"datatype\":\"FP32\",\"shape\":[2,2,2],\"name\":\"x\"}]}");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(Http.json(response))
          .isEqualTo(
              Http.json(
                  "{\"model_name\":\"fake\",\"model_version\":\"1\",\"id\":\"a1\",\"outputs\":["
                      + "{\"name\":\"scores\",\"datatype\":\"FP32\",\"shape\":[2,3],"
                      + "\"data\":[1.0,2.0,3.0,0.5,9.0,-1000.0]},"
                      + "{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[2],"
                      + "\"data\":[\"blue\",\"green\"]}]}"));
    }

    @Test
    void onlyTheOutputsAskedFor() {
      JsonNode outputs =
          Http.json(
                  Http.post(
                      server.endpoint(),
                      INFER,
                      ONE_ROW.replace(
                          "{\"inputs\"",
                          "{\"outputs\":[{\"name\":\"label\"},{\"name\":\"scores\","
                              + "\"parameters\":{\"classification\":2}}],\"inputs\"")))
              .path("outputs");
      assertThat(outputs)
          .isEqualTo(
              Http.json(
                  "[{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"blue\"]},"
                      + "{\"name\":\"scores\",\"datatype\":\"BYTES\",\"shape\":[1,2],"
                      + "\"data\":[\"3.0:2:blue\",\"2.0:1:green\"]}]"));
    }

    @Test
    void fromBinaryToBinary() {
      byte[] json =
          ("{\"parameters\":{\"binary_data_output\":true},\"inputs\":[{\"name\":\"x\","
                  + "\"shape\":[1,2,2],\"datatype\":\"FP32\","
                  + "\"parameters\":{\"binary_data_size\":16}}]}")
              .getBytes(StandardCharsets.UTF_8);
      HttpResponse<byte[]> response =
          Http.post(
              server.endpoint(),
              INFER,
              join(json, floats(1, 2, 3, 4)),
              "Inference-Header-Content-Length",
              String.valueOf(json.length));

      assertThat(response.statusCode()).isEqualTo(200);
      int headerLength =
          (int)
              response.headers().firstValueAsLong("Inference-Header-Content-Length").orElseThrow();
      ByteBuffer binary =
          ByteBuffer.wrap(response.body(), headerLength, response.body().length - headerLength)
              .order(ByteOrder.LITTLE_ENDIAN);
      assertThat(new float[] {binary.getFloat(), binary.getFloat(), binary.getFloat()})
          .containsExactly(1, 2, 3);
      assertThat(binary.getInt()).isEqualTo(4);
      byte[] label = new byte[binary.remaining()];
      binary.get(label);
      assertThat(new String(label, StandardCharsets.UTF_8)).isEqualTo("blue");
    }

    @ParameterizedTest
    @CsvSource({
      "BOOL,  '[true,false,true,true]', 1",
      "UINT8, '[255,0,1,2]',            255",
      "INT8,  '[-128,0,1,2]',           -128",
      "INT64, '[16777216,0,1,2]',       16777216",
      "FP64,  '[0.1,0,1,2]',            0.1"
    })
    void fromOtherDataTypes(String type, String data, float first) {
      HttpResponse<byte[]> response =
          Http.post(
              server.endpoint(), INFER, ONE_ROW.replace("FP32", type).replace("[1,2,3,4]", data));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(Http.json(response).at("/outputs/0/data/0").floatValue()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void fromCompressedBodies(String coding) throws IOException {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();
      try (OutputStream out =
          coding.equals("gzip")
              ? new GZIPOutputStream(compressed)
              : new DeflaterOutputStream(compressed)) {
        out.write(ONE_ROW.getBytes(StandardCharsets.UTF_8));
      }
      HttpResponse<byte[]> response =
          Http.post(server.endpoint(), INFER, compressed.toByteArray(), "Content-Encoding", coding);
      assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void toCompressedAnswersWhereTheClientAcceptsThem() throws IOException {
      String rows =
          IntStream.range(0, 100)
              .mapToObj(i -> "1,2,3,4")
              .reduce((a, b) -> a + "," + b)
              .orElseThrow();
      HttpResponse<byte[]> response =
          Http.post(
              server.endpoint(),
              INFER,
              ONE_ROW.replace("[1,2,2]", "[100,2,2]").replace("1,2,3,4", rows),
              "Accept-Encoding",
              "br, gzip");
      assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
      byte[] plain = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
      assertThat(Http.json(new String(plain, StandardCharsets.UTF_8)).at("/outputs/0/data"))
          .hasSize(300);
    }
  }

  @Nested
  class Refuses {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '\'',
        value = {
          "\"x\"     | \"y\"              | unknown input 'y'; model 'fake' takes 'x' of FP32 [-1,2,2]",
          "[1,2,2]   | [1,4]              | shape [1,4]; expected [-1,2,2]",
          "[1,2,2]   | [0,2,2]            | shape [0,2,2]; expected [-1,2,2]",
          "[1,2,2]   | [2,2,2]            | has 4 elements; shape [2,2,2] takes 8",
          "[1,2,2]   | [4611686018427387904,2,2] | is too large",
          "[1,2,2]   | \"4\"              | 'shape' of input 'x' must be a list of whole numbers",
          "FP32      | FP16               | datatype FP16; expected FP32",
          "FP32      | BYTES              | datatype BYTES; expected FP32",
          "FP32      | BOOL               | must hold true and false only",
          "1,2,3,4   | true,2,3,4         | must hold numbers",
          "1,2,3,4   | 1,2,\"3\",4        | element 2 of input 'x' must be a number, not 3",
          "1,2,3,4   | 1,2,3,null         | element 3 of input 'x' must be a number, not null",
          "1,2,3,4   | 1e39,2,3,4         | element 0 of input 'x' is 1.0E39, which is no finite FP32",
          "FP32\",\"data\":[1 | INT8\",\"data\":[128 | 128.0, which INT8 cannot hold",
          "FP32\",\"data\":[1 | INT32\",\"data\":[16777217 | which FP32 cannot hold exactly",
          "FP32\",\"data\":[1 | INT32\",\"data\":[1.5 | must hold whole numbers only",
          "\"data\"  | \"dat\"            | has neither 'data' nor 'binary_data_size'",
          "\"inputs\" | \"input\"         | no 'inputs'; model 'fake' takes one input 'x' of FP32 [-1,2,2]",
          "4]}]}     | 4]}]               | not valid JSON",
          "4]}]}     | 4]}]} x            | not valid JSON",
        })
    void whatIsWrongWithTheTensor(String right, String wrong, String message) {
      HttpResponse<byte[]> response =
          Http.post(server.endpoint(), INFER, ONE_ROW.replace(right, wrong));
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(Http.error(response)).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
      "16,  16, 12, 'announces 16 bytes of binary data but the body holds 12'",
      "16,  16, 20, '4 bytes more than'",
      "12,  12, 12, 'takes 16 bytes'",
    })
    void binaryDataThatDoesNotFit(int announced, int ignored, int sent, String message) {
      byte[] json =
          ("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2,2],\"datatype\":\"FP32\","
                  + "\"parameters\":{\"binary_data_size\":"
                  + announced
                  + "}}]}")
              .getBytes(StandardCharsets.UTF_8);
      HttpResponse<byte[]> response =
          Http.post(
              server.endpoint(),
              INFER,
              join(json, new byte[sent]),
              "Inference-Header-Content-Length",
              String.valueOf(json.length));
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(Http.error(response)).contains(message);
    }

    @Test
    void numbersThatAreNotFinite() {
      byte[] json =
          ("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2,2],\"datatype\":\"FP32\","
                  + "\"parameters\":{\"binary_data_size\":16}}]}")
              .getBytes(StandardCharsets.UTF_8);
      HttpResponse<byte[]> response =
          Http.post(
              server.endpoint(),
              INFER,
              join(json, floats(1, Float.NaN, 3, 4)),
              "Inference-Header-Content-Length",
              String.valueOf(json.length));
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(Http.error(response)).contains("element 1 of input 'x' is NaN");
    }

    @ParameterizedTest
    @CsvSource({
      "/v2/models/other/infer,           unknown model 'other'; this server serves 'fake'",
      "/v2/models/fake/versions/2/infer, has no version '2'; this server serves version '1'",
    })
    void modelsThatItDoesNotServe(String path, String message) {
      HttpResponse<byte[]> response = Http.post(server.endpoint(), path, ONE_ROW);
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(Http.error(response)).contains(message);
    }

    @Test
    void pathsThatDoNotExist() {
      HttpResponse<byte[]> response = Http.get(server.endpoint(), "/v1/models");
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(Http.error(response)).contains("no such path '/v1/models'");
    }

    @Test
    void otherMethods() {
      HttpResponse<byte[]> response = Http.get(server.endpoint(), INFER);
      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.headers().firstValue("Allow")).hasValue("POST");
    }

    @Test
    void bodiesThatAreTooLarge() {
      byte[] large = new byte[5000];
      assertThat(Http.post(server.endpoint(), INFER, large).statusCode()).isEqualTo(413);
      HttpResponse<byte[]> chunked =
          Http.send(
              Http.request(server.endpoint(), INFER)
                  .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                  .build());
      assertThat(chunked.statusCode()).isEqualTo(413);
      assertThat(Http.error(chunked)).contains("larger than 4096 bytes");
    }

    @Test
    void bodiesThatGrowTooLargeWhenDecompressed() throws IOException {
      ByteArrayOutputStream bomb = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(bomb)) {
        out.write(new byte[100_000]);
      }
      HttpResponse<byte[]> response =
          Http.post(server.endpoint(), INFER, bomb.toByteArray(), "Content-Encoding", "gzip");
      assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void contentCodingsThatItDoesNotKnow() {
      HttpResponse<byte[]> response =
          Http.post(server.endpoint(), INFER, ONE_ROW, "Content-Encoding", "br");
      assertThat(response.statusCode()).isEqualTo(415);
      assertThat(Http.error(response)).contains("'br' is not supported; use gzip or deflate");
    }

    @Test
    void requestsWhoseModelFails() {
      model.fail();
      HttpResponse<byte[]> response = Http.post(server.endpoint(), INFER, ONE_ROW);
      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(Http.error(response)).contains("model 'fake' failed");
    }
  }

  @Nested
  class Batches {
    @Test
    void requestsThatWaitShareOnePass() {
      model.batches().clear();
      CountDownLatch gate = model.hold();
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      answers.add(Http.postLater(server.endpoint(), INFER, ONE_ROW));
      Http.await("the first pass", () -> model.batches().size() == 1);
      for (int i = 0; i < 8; i++) {
        answers.add(
            Http.postLater(server.endpoint(), INFER, ONE_ROW.replace("1,2,3,4", i + ",0,0,0")));
      }
      Http.await("the queue", () -> metrics().contains("lepton_inference_queue_rows 8.0"));
      gate.countDown();
      for (int i = 0; i < 8; i++) {
        assertThat(Http.json(answers.get(i + 1).join()).at("/outputs/0/data/0").asDouble())
            .isEqualTo(i);
      }
      assertThat(model.batches()).containsExactly(1, 8);
    }

    @Test
    void aRequestLargerThanABatchIsCut() {
      model.batches().clear();
      String rows =
          IntStream.range(0, 20)
              .mapToObj(i -> i + ",0,0,0")
              .reduce((a, b) -> a + "," + b)
              .orElseThrow();
      HttpResponse<byte[]> response =
          Http.post(
              server.endpoint(),
              INFER,
              ONE_ROW.replace("[1,2,2]", "[20,2,2]").replace("1,2,3,4", rows));
      assertThat(response.statusCode()).isEqualTo(200);
      JsonNode scores = Http.json(response).at("/outputs/0/data");
      for (int i = 0; i < 20; i++) {
        assertThat(scores.get(i * 3).asInt()).isEqualTo(i);
      }
      assertThat(model.batches()).containsExactly(8, 8, 4);
    }

    @Test
    void aFullQueueAnswers503AndSaysWhenToRetry() {
      CountDownLatch gate = model.hold();
      model.batches().clear();
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      answers.add(Http.postLater(server.endpoint(), INFER, ONE_ROW));
      Http.await("the first pass", () -> model.batches().size() == 1);
      for (int i = 0; i < 16; i++) {
        answers.add(Http.postLater(server.endpoint(), INFER, ONE_ROW));
      }
      Http.await("the queue", () -> metrics().contains("lepton_inference_queue_rows 16.0"));
      HttpResponse<byte[]> refused = Http.post(server.endpoint(), INFER, ONE_ROW);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(Http.error(refused)).contains("16 rows are waiting");
      gate.countDown();
      assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
    }

    private String metrics() {
      return new String(Http.get(server.endpoint(), "/metrics").body(), StandardCharsets.UTF_8);
    }
  }

  @Nested
  class LivesAndDies {
    @Test
    void itIsLiveButNotReadyWhileTheModelLoads() {
      CountDownLatch loading = new CountDownLatch(1);
      int port = freePort();
      CompletableFuture<InferenceServer> starting =
          CompletableFuture.supplyAsync(
              () ->
                  InferenceServer.start(
                      ServerOptions.builder().host("127.0.0.1").port(port).build(),
                      () -> {
                        try {
                          loading.await();
                        } catch (InterruptedException e) {
                          throw new IllegalStateException(e);
                        }
                        return new FakePredictor();
                      }));
      java.net.URI endpoint = java.net.URI.create("http://127.0.0.1:" + port);
      Http.await(
          "live",
          () -> {
            try {
              return Http.get(endpoint, "/v2/health/live").statusCode() == 200;
            } catch (java.io.UncheckedIOException e) {
              return false;
            }
          });
      assertThat(Http.get(endpoint, "/v2/health/ready").statusCode()).isEqualTo(503);
      HttpResponse<byte[]> early = Http.post(endpoint, INFER, ONE_ROW);
      assertThat(early.statusCode()).isEqualTo(503);
      assertThat(Http.error(early)).contains("being loaded");
      loading.countDown();
      try (InferenceServer started = starting.join()) {
        assertThat(Http.get(started.endpoint(), "/v2/health/ready").statusCode()).isEqualTo(200);
      }
    }

    @Test
    void requestsInFlightAreAnsweredWhenItDrains() {
      model.batches().clear();
      CountDownLatch gate = model.hold();
      CompletableFuture<HttpResponse<byte[]>> inFlight =
          Http.postLater(server.endpoint(), INFER, ONE_ROW);
      Http.await("the pass", () -> model.batches().size() == 1);
      CompletableFuture<Void> drained = CompletableFuture.runAsync(server::drain);
      Http.await("not ready", () -> !server.ready());
      // Longer than a connection may be idle while the server stops.
      assertThatThrownBy(() -> inFlight.get(700, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      assertThat(drained).isNotDone();
      gate.countDown();
      assertThat(inFlight.join().statusCode()).isEqualTo(200);
      drained.join();
      assertThat(model.closed()).isEqualTo(1);
    }

    @Test
    void aPortInUseIsNamed() {
      assertThatThrownBy(
              () ->
                  InferenceServer.start(
                      ServerOptions.builder().host("127.0.0.1").port(server.port()).build(),
                      FakePredictor::new))
          .isInstanceOf(PortInUseException.class)
          .hasMessageContaining("port " + server.port() + " on 127.0.0.1 is in use");
    }

    @Test
    void aModelThatCannotLoadFreesThePort() throws IOException {
      int port = freePort();
      assertThatThrownBy(
              () ->
                  InferenceServer.start(
                      ServerOptions.builder().host("127.0.0.1").port(port).build(),
                      () -> {
                        throw new IllegalArgumentException("no model");
                      }))
          .hasMessage("no model");
      try (ServerSocket again = new ServerSocket(port)) {
        assertThat(again.getLocalPort()).isEqualTo(port);
      }
    }

    private int freePort() {
      try (ServerSocket socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
