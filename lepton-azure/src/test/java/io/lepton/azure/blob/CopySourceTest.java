package io.lepton.azure.blob;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.lepton.azure.blob.StorageAccount.Access;
import io.lepton.azure.http.BearerToken;
import io.lepton.http.BlockingHttpClient;
import io.lepton.http.Timeouts;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.Precondition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The service reads the source of a copy with a right that the request has to hand on. */
class CopySourceTest {

  private static final long SIZE = 600L << 20;

  private final List<Headers> copies = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          Headers headers = exchange.getRequestHeaders();
          boolean put = exchange.getRequestMethod().equals("PUT");
          if (headers.containsKey("x-ms-copy-source")) {
            copies.add(headers);
          }
          boolean large = exchange.getRequestURI().getPath().endsWith("/large");
          exchange.getResponseHeaders().add("ETag", "\"0x8DE\"");
          exchange.getResponseHeaders().add("Content-Length", large && !put ? "" + SIZE : "0");
          exchange.sendResponseHeaders(put ? 201 : 200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void copy(Proof proof, Access access, String key, long sizeBytes) {
    StorageAccount account =
        new StorageAccount("http://127.0.0.1:" + server.getAddress().getPort(), access);
    try (BlobService service =
        new BlobService(account, proof, new BlockingHttpClient(Timeouts.standard()))) {
      AzureBlobStore store = new AzureBlobStore(Place.parse("az://lake"), service);
      ObjectInfo object =
          new ObjectInfo(
              key, sizeBytes, "0x8DE", Instant.EPOCH, Checksums.none(), Optional.empty());
      store.copy(new CopyRequest(store, object, "copy", Precondition.none()));
    }
  }

  /** Shows nothing, and tells one token after the other. */
  private static Proof telling(Supplier<String> token) {
    return new Proof() {
      @Override
      public void add(BlobRequest request) {}

      @Override
      public Optional<String> token() {
        return Optional.of(token.get());
      }
    };
  }

  /** Unsigned and without a token the service refuses: "Copy Blob From URL". */
  @Test
  void whoIsSignedInHandsTheTokenOnToTheReadingOfTheSource() {
    BearerToken token =
        new BearerToken(
            scope -> Mono.just(new AccessToken("of-who-is-signed-in", OffsetDateTime.MAX)), "x");
    copy(new Proof.Bearer(token), new Access.Signature("unused"), "k", 0);
    assertThat(copies).hasSize(1);
    assertThat(copies.get(0).getFirst("x-ms-copy-source-authorization"))
        .isEqualTo("Bearer of-who-is-signed-in");
  }

  /** A copy in blocks may last longer than a token or a signature. */
  @Test
  void eachBlockOfALargeCopyIsReadByTheTokenOfTheMoment() {
    AtomicInteger asked = new AtomicInteger();
    copy(
        telling(() -> "Bearer " + asked.incrementAndGet()),
        new Access.Signature("unused"),
        "large",
        SIZE);
    assertThat(copies)
        .extracting(headers -> headers.getFirst("x-ms-copy-source-authorization"))
        .containsExactly("Bearer 1", "Bearer 2", "Bearer 3");
  }

  @Test
  void aTokenThatCannotBeHadForTheSourceIsToldAsAnyOther() {
    Proof proof =
        telling(
            () -> {
              throw new UncheckedIOException(new ConnectException("refused"));
            });
    CloudException error =
        fails(() -> copy(proof, new Access.Signature("unused"), "k", 0), ErrorKind.TIMED_OUT);
    assertThat(error.retryable()).isTrue();
    assertThat(error).hasMessageContaining("copy az://lake/k");
    assertThat(copies).isEmpty();
  }
}
