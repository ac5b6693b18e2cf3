package io.lepton.gcp.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.ReadRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes of another place or of another object than were asked for are not taken. */
@Timeout(60)
class DownloadAnswersTest {
  private static final ByteRange RANGE = new ByteRange(5, 4);

  private final Map<String, String> headers = new LinkedHashMap<>();
  private int status = 206;
  private HttpServer server;
  private GcsStorage storage;
  private ObjectStore store;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    storage =
        GcsStorage.open(
            "gcp", FakeGcs.configFor("http://127.0.0.1:" + server.getAddress().getPort()));
    store = storage.open(new Place(GcsStorage.SCHEME, "bucket", ""));
    headers.put("x-goog-generation", "7");
    headers.put("Content-Range", "bytes 5-8/100");
  }

  @AfterEach
  void close() {
    storage.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::add);
    try (exchange) {
      exchange.sendResponseHeaders(status, 4);
      exchange.getResponseBody().write(new byte[4]);
    }
  }

  private static ReadRequest pinned(String generation) {
    return new ReadRequest("k", RANGE, Optional.of(generation));
  }

  private void isRefused(ReadRequest request, ErrorKind kind) {
    assertThatThrownBy(() -> store.read(request).close())
        .isInstanceOfSatisfying(
            CloudException.class, error -> assertThat(error.kind()).isEqualTo(kind));
  }

  @Test
  void theRangeThatWasAskedForIsTaken() {
    try (ObjectReader reader = store.read(pinned("7"))) {
      assertThat(reader.info().sizeBytes()).isEqualTo(100);
      assertThat(reader.info().version()).isEqualTo("7");
    }
  }

  @Test
  void anotherRangeIsNot() {
    headers.put("Content-Range", "bytes 0-3/100");
    isRefused(ReadRequest.of("k").range(RANGE), ErrorKind.DATA_CORRUPTED);
  }

  @Test
  void norIsAnAnswerThatNamesNone() {
    headers.remove("Content-Range");
    status = 200;
    isRefused(ReadRequest.of("k").range(RANGE), ErrorKind.DATA_CORRUPTED);
  }

  @Test
  void norOneOfAnotherLength() {
    isRefused(ReadRequest.of("k").range(new ByteRange(5, 9)), ErrorKind.DATA_CORRUPTED);
    headers.put("x-goog-stored-content-length", "100");
    isRefused(ReadRequest.of("k"), ErrorKind.DATA_CORRUPTED);
  }

  @Test
  void norOneOfAnotherGenerationOrOfNone() {
    isRefused(pinned("8"), ErrorKind.PRECONDITION_FAILED);
    headers.remove("x-goog-generation");
    isRefused(pinned("7"), ErrorKind.PRECONDITION_FAILED);
    isRefused(ReadRequest.of("k").range(RANGE), ErrorKind.PRECONDITION_FAILED);
  }
}
