package io.lepton.gcp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lepton.spi.Place;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.UploadedPart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the service is told of an object that replaces another: its own headers and metadata and
 * nothing of the old one's; and how parts are deleted. The bodies of compositions and batches are
 * read on their way, because the emulator does not do what they say.
 */
@Timeout(120)
class GcsHeadersTest {
  private static final ObjectMetadata OLD =
      new ObjectMetadata(
          Map.of(
              "content-type", "text/old",
              "content-encoding", "br",
              "content-language", "de",
              "content-disposition", "inline",
              "cache-control", "max-age=1"),
          Map.of("old", "yes"),
          Map.of());

  private final List<JsonObject> compositions = new CopyOnWriteArrayList<>();
  private final List<String> batches = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private FakeGcs server;
  private HttpServer recorder;
  private GcsStorage storage;
  private Place place;
  private ObjectStore store;
  private ObjectInfo old;

  @BeforeEach
  void open() throws IOException {
    server = FakeGcs.start();
    recorder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    recorder.createContext("/", this::record);
    recorder.start();
    place = server.bucket();
    storage =
        GcsStorage.open(
            "gcp", FakeGcs.configFor("http://127.0.0.1:" + recorder.getAddress().getPort()));
    store = storage.open(place);
    old = store.put(PutRequest.of("k", ObjectContent.of("old")).metadata(OLD));
    requests.clear();
  }

  @AfterEach
  void close() {
    storage.close();
    recorder.stop(0);
    server.close();
  }

  private void record(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    URI target = exchange.getRequestURI();
    requests.add(exchange.getRequestMethod() + " " + target.getPath());
    if (target.getPath().endsWith("/compose")) {
      compositions.add(
          JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject());
    }
    if (target.getPath().startsWith("/batch")) {
      batches.add(new String(body, StandardCharsets.UTF_8));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.endpoint() + target))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
        .ifPresent(type -> request.header("Content-Type", type));
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
      byte[] content = answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private ObjectInfo replace(ObjectMetadata metadata, int parts) {
    MultipartUpload upload = store.startUpload("k", metadata);
    List<UploadedPart> written = new ArrayList<>();
    for (int number = 1; number <= parts; number++) {
      written.add(store.putPart(upload, number, ObjectContent.of("new")));
    }
    return store.completeUpload(upload, written, Precondition.unchanged(old.version()));
  }

  private JsonElement lastDestination() {
    return compositions.get(compositions.size() - 1).get("destination");
  }

  private static JsonElement json(String text) {
    return JsonParser.parseString(text.replace('\'', '"'));
  }

  @Test
  void theNewHeadersAndMetadataGoWithTheComposition() {
    replace(
        new ObjectMetadata(
            Map.of(
                "content-type", "text/new",
                "content-encoding", "gzip",
                "content-language", "en",
                "content-disposition", "attachment",
                "cache-control", "no-store"),
            Map.of("new", "1"),
            Map.of()),
        2);
    assertThat(lastDestination())
        .isEqualTo(
            json(
                "{'name':'k','contentType':'text/new','contentEncoding':'gzip',"
                    + "'contentLanguage':'en','contentDisposition':'attachment',"
                    + "'cacheControl':'no-store','metadata':{'new':'1'}}"));
  }

  @Test
  void whatTheNewObjectLacksIsNotTakenFromTheOldOne() {
    replace(ObjectMetadata.none(), 1);
    assertThat(lastDestination())
        .as("all objects have a type")
        .isEqualTo(json("{'name':'k','contentType':'application/octet-stream'}"));
    replaceAgain(ObjectMetadata.contentType("text/plain"));
    assertThat(lastDestination()).isEqualTo(json("{'name':'k','contentType':'text/plain'}"));
    assertThat(requests)
        .as("the old one is neither read nor altered")
        .noneMatch(request -> request.endsWith("/o/k") || request.contains("/rewriteTo/"))
        .noneMatch(request -> request.startsWith("PATCH") || request.startsWith("PUT"));
  }

  private void replaceAgain(ObjectMetadata metadata) {
    MultipartUpload upload = store.startUpload("k", metadata);
    UploadedPart part = store.putPart(upload, 1, ObjectContent.of("x"));
    store.completeUpload(upload, List.of(part), Precondition.none());
  }

  @Test
  void partsAreTakenInTheirOrderAndOnlyAsTheyWereWritten() {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.none());
    UploadedPart first = store.putPart(upload, 1, ObjectContent.of("a"));
    UploadedPart second = store.putPart(upload, 2, ObjectContent.of("b"));
    store.completeUpload(upload, List.of(second, first), Precondition.none());
    assertThat(compositions.get(0).getAsJsonArray("sourceObjects"))
        .extracting(source -> source.getAsJsonObject())
        .zipSatisfy(
            List.of(first, second),
            (source, part) -> {
              assertThat(source.get("name").getAsString()).endsWith("/0000" + part.number());
              assertThat(source.get("generation").getAsString()).isEqualTo(part.etag());
              assertThat(source.get("objectPreconditions"))
                  .isEqualTo(json("{'ifGenerationMatch':'" + part.etag() + "'}"));
            });
  }

  @Test
  void onlyTheLastOfManyCompositionsBearsThem() {
    replace(ObjectMetadata.contentType("text/new"), 40);
    assertThat(compositions)
        .extracting(composition -> composition.get("destination"))
        .containsExactly(json("{}"), json("{}"), json("{'name':'k','contentType':'text/new'}"));
  }

  @Test
  void anotherProcessThatCompletesTheUploadSaysTheSame() {
    MultipartUpload upload = store.startUpload("k", ObjectMetadata.contentType("text/new"));
    UploadedPart part = store.putPart(upload, 1, ObjectContent.of("new"));
    int port = recorder.getAddress().getPort();
    try (GcsStorage other = GcsStorage.open("gcp", FakeGcs.configFor("http://127.0.0.1:" + port))) {
      other.open(place).completeUpload(upload, List.of(part), Precondition.none());
    }
    assertThat(lastDestination()).isEqualTo(json("{'name':'k','contentType':'text/new'}"));
  }

  /**
   * The last composition alone: until then the parts must lie for who continues the upload
   * ("Composite objects", Cloud Storage documentation; the emulator does not know of it).
   */
  @Test
  void whatIsComposedLastIsDeletedForGood() {
    replace(ObjectMetadata.none(), 33);
    assertThat(compositions)
        .extracting(composition -> composition.get("deleteSourceObjects"))
        .containsExactly(null, null, json("true"));
  }

  @Test
  void partsAndWhatWasComposedOnTheWayAreDeletedByTheirGenerations() {
    replace(ObjectMetadata.none(), 33);
    assertThat(batches)
        .flatExtracting(body -> body.lines().filter(line -> line.startsWith("DELETE ")).toList())
        .hasSize(35)
        .allMatch(line -> line.matches(".*\\?generation=[1-9][0-9]* .*"));
  }

  /** When this fails, the chaos runs can replace large objects at Google by ones of other types. */
  @Test
  void fakeGcsServerStillKeepsTheHeadersOfWhatItComposesOver() {
    assertThat(replace(ObjectMetadata.contentType("text/new"), 1).metadata().orElseThrow())
        .as("the service gives the object what the composition says (Objects: compose)")
        .isNotEqualTo(ObjectMetadata.contentType("text/new"));
  }
}
