package io.lepton.gcp.client;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import io.lepton.http.Origin;
import io.lepton.http.Proxies;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URL;
import java.util.Optional;

/** The connections of Google's own clients, through the proxies that all other requests take. */
public final class GoogleTransport {

  private GoogleTransport() {}

  /** Connections through {@code proxies}. */
  public static HttpTransport through(Proxies proxies) {
    return new NetHttpTransport.Builder()
        .setConnectionFactory(address -> connect(address, proxies))
        .build();
  }

  /** A machine's own metadata server and an emulator are never far. */
  private static HttpURLConnection connect(URL address, Proxies proxies) throws IOException {
    Optional<Proxies.Proxy> proxy =
        address.getProtocol().equals("https")
            ? proxies.to(Origin.of("https", address.getHost(), address.getPort()))
            : Optional.empty();
    if (proxy.isEmpty()) {
      return (HttpURLConnection) address.openConnection();
    }
    Origin through = proxy.get().origin();
    return (HttpURLConnection)
        address.openConnection(
            new Proxy(Proxy.Type.HTTP, new InetSocketAddress(through.host(), through.port())));
  }
}
