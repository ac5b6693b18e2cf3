package io.lepton.gcp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import io.lepton.http.Proxies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GoogleTransportTest {

  @Test
  void aServerThatHangsUpInsteadOfAnsweringIsNotTakenForOneThatDenies() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> hungUp = CompletableFuture.runAsync(() -> hangUp(server));
      HttpRequest request =
          GoogleTransport.through(Proxies.none())
              .createRequestFactory()
              .buildGetRequest(new GenericUrl("http://127.0.0.1:" + server.getLocalPort() + "/"));
      IOException error = catchThrowableOfType(IOException.class, request::execute);
      hungUp.get(60, TimeUnit.SECONDS);
      assertThat(new CredentialsException(error)).matches(CredentialsException::mayPass);
    }
  }

  private static void hangUp(ServerSocket server) {
    try (Socket client = server.accept();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {}
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
