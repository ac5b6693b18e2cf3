package io.lepton.azure.blob;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.lepton.azure.blob.StorageAccount.Access;
import io.lepton.azure.http.BearerToken;
import io.lepton.http.BlockingHttpClient;
import io.lepton.http.Timeouts;
import io.lepton.spi.Place;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.Precondition;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The service reads the source of a copy with a right that the request has to hand on. */
class CopySourceTest {

  /** Unsigned and without a token the service refuses: "Copy Blob From URL". */
  @Test
  void whoIsSignedInHandsTheTokenOnToTheReadingOfTheSource() throws Exception {
    List<Headers> copies = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestMethod().equals("PUT")) {
            copies.add(exchange.getRequestHeaders());
          }
          exchange.getResponseHeaders().add("ETag", "\"0x8DE\"");
          exchange.getResponseHeaders().add("Content-Length", "0");
          exchange.sendResponseHeaders(exchange.getRequestMethod().equals("PUT") ? 201 : 200, -1);
          exchange.close();
        });
    server.start();
    BearerToken token =
        new BearerToken(
            scope -> Mono.just(new AccessToken("of-who-is-signed-in", OffsetDateTime.MAX)), "x");
    StorageAccount account =
        new StorageAccount(
            "http://127.0.0.1:" + server.getAddress().getPort(), new Access.Signature("unused"));
    try (BlobService service =
        new BlobService(
            account, new Proof.Bearer(token), new BlockingHttpClient(Timeouts.standard()))) {
      AzureBlobStore store = new AzureBlobStore(Place.parse("az://lake"), service);
      ObjectInfo object =
          new ObjectInfo("k", 0, "0x8DE", Instant.EPOCH, Checksums.none(), Optional.empty());
      store.copy(new CopyRequest(store, object, "copy", Precondition.none()));
    } finally {
      server.stop(0);
    }
    assertThat(copies).hasSize(1);
    assertThat(copies.get(0).getFirst("x-ms-copy-source-authorization"))
        .isEqualTo("Bearer of-who-is-signed-in");
  }
}
