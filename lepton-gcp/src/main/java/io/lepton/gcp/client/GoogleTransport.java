package io.lepton.gcp.client;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import io.lepton.http.BlockingHttpClient;
import io.lepton.http.HttpRequest;
import io.lepton.http.HttpResponse;
import io.lepton.http.Proxies;
import io.lepton.http.Timeouts;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/**
 * The connections of Google's own clients, through the proxies that all other requests take. Java's
 * own would not tell a proxy who asks for a tunnel. Idle ones are closed after half a minute.
 * Thread safe.
 */
public final class GoogleTransport extends HttpTransport {
  private final Proxies proxies;

  /** By how long they wait, which Google's clients say request by request. */
  private final Map<Timeouts, BlockingHttpClient> clients = new ConcurrentHashMap<>();

  private GoogleTransport(Proxies proxies) {
    this.proxies = proxies;
  }

  /**
   * Connections through {@code proxies} to encrypted origins, and direct ones to the others: a
   * machine's own metadata server and an emulator are never far.
   */
  public static HttpTransport through(Proxies proxies) {
    return new GoogleTransport(new Proxies(proxies.secure(), Optional.empty(), proxies.direct()));
  }

  @Override
  public boolean supportsMethod(String method) {
    return true;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new GoogleRequest(this, method, URI.create(url));
  }

  HttpResponse send(HttpRequest request, Duration connect, Duration silence) throws IOException {
    BlockingHttpClient client =
        clients.computeIfAbsent(
            new Timeouts(connect, silence, Timeouts.standard().idle()),
            timeouts -> new BlockingHttpClient(timeouts, proxies));
    try {
      return client.send(request);
    } catch (SocketException | SocketTimeoutException | UnknownHostException | SSLException e) {
      throw e;
    } catch (IOException e) {
      // As Java's own connections tell of one that breaks: else credentials seem not to be there.
      SocketException broken = new SocketException(e.getMessage());
      broken.initCause(e);
      throw broken;
    }
  }

  @Override
  public void shutdown() {
    clients.values().forEach(BlockingHttpClient::close);
  }
}
