package io.lepton.azure.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lepton.azure.AzureProvider;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.testkit.server.AzuriteServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes of another place or of another version than were asked for are not taken. */
@Timeout(60)
class ReadAnswersTest {
  private static final ReadRequest PINNED =
      new ReadRequest("k", new ByteRange(5, 4), Optional.of("0x7"));

  private final Map<String, String> headers = new LinkedHashMap<>();
  private int status = 206;
  private int length = 4;
  private HttpServer server;
  private CloudBackends backends;
  private ObjectStore store;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    backends =
        new AzureProvider()
            .open(
                new ProviderConfig(
                    Map.of(
                        "AZURE_STORAGE_CONNECTION_STRING",
                        AzuriteServer.connectionString(endpoint)),
                    Path.of("unused")));
    store = backends.storage().orElseThrow().open(Place.parse("az://container/"));
    headers.put("ETag", "\"0x7\"");
    headers.put("Last-Modified", "Sat, 28 Nov 2026 01:02:03 GMT");
    headers.put("Content-Range", "bytes 5-8/100");
  }

  @AfterEach
  void close() {
    store.close();
    backends.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::add);
    try (exchange) {
      exchange.sendResponseHeaders(status, length);
      exchange.getResponseBody().write(new byte[length]);
    }
  }

  private void isRefused(ErrorKind kind) {
    assertThatThrownBy(() -> store.read(PINNED).close())
        .isInstanceOfSatisfying(
            CloudException.class, error -> assertThat(error.kind()).isEqualTo(kind));
  }

  @Test
  void theRangeThatWasAskedForIsTaken() {
    try (ObjectReader reader = store.read(PINNED)) {
      assertThat(reader.info().sizeBytes()).isEqualTo(100);
      assertThat(reader.info().version()).isEqualTo("0x7");
    }
  }

  @Test
  void anotherRangeIsNot() {
    headers.put("Content-Range", "bytes 0-3/100");
    isRefused(ErrorKind.UNKNOWN);
  }

  @Test
  void norIsTheWholeObject() {
    headers.remove("Content-Range");
    status = 200;
    length = 100;
    isRefused(ErrorKind.UNKNOWN);
  }

  @Test
  void aTagThatAProxyMadeWeakNamesTheSameVersion() {
    headers.put("ETag", "W/\"0x7\"");
    theRangeThatWasAskedForIsTaken();
  }

  @Test
  void norAnotherVersion() {
    headers.put("ETag", "\"0x8\"");
    isRefused(ErrorKind.PRECONDITION_FAILED);
  }
}
