package io.lepton.gcp.storage;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.Credentials;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.storage.StorageOptions;
import io.lepton.http.HttpRequest;
import io.lepton.http.Origin;
import io.lepton.http.Proxies;
import io.lepton.spi.CloudException;
import io.lepton.spi.ProviderConfig;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * In whose name requests are sent: those of a key file, application default credentials, resolved
 * by the first request, or nobody's for an emulator. Thread safe.
 */
interface GcsAccess {

  /** Adds what proves who asks; a token that ends soon is renewed before. Never to be logged. */
  void prove(HttpRequest request) throws CredentialsException;

  /** No proof, for an emulator. */
  static GcsAccess anonymous() {
    return request -> {};
  }

  /**
   * Google's application default credentials, or those of the file that the settings name.
   *
   * @throws CloudException INVALID_ARGUMENT when that file holds none
   */
  static GcsAccess of(String provider, ProviderConfig config, Proxies proxies) {
    Application access = new Application(config, proxies);
    config
        .setting(KeyFile.VARIABLE)
        .ifPresent(name -> access.use(new KeyFile(provider, name).read(access.transport())));
    return access;
  }

  /** Credentials that Google's libraries find, scope, keep and renew. */
  final class Application implements GcsAccess {
    /** Objects need no project; a name given here keeps the options from asking the network. */
    private static final String NO_PROJECT = "none";

    private static final URI SERVICE = URI.create("https://storage.googleapis.com/");

    private final ProviderConfig config;
    private final Proxies proxies;
    private volatile @Nullable Credentials resolved;

    private Application(ProviderConfig config, Proxies proxies) {
      this.config = config;
      this.proxies = proxies;
    }

    @Override
    public void prove(HttpRequest request) throws CredentialsException {
      try {
        resolve()
            .getRequestMetadata(SERVICE)
            .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
      } catch (IOException e) {
        throw new CredentialsException(e);
      }
    }

    private Credentials resolve() throws IOException {
      Credentials known = resolved;
      if (known == null) {
        synchronized (this) {
          known = resolved;
          if (known == null) {
            known = scoped(GoogleCredentials.getApplicationDefault(transport()));
            resolved = known;
          }
        }
      }
      return known;
    }

    private void use(GoogleCredentials given) {
      resolved = scoped(given);
    }

    private HttpTransportFactory transport() {
      return () -> new NetHttpTransport.Builder().setConnectionFactory(this::connect).build();
    }

    /** The credentials with the scopes that Google's own client would ask for. */
    private Credentials scoped(GoogleCredentials found) {
      GoogleCredentials paying =
          config
              .setting("GOOGLE_CLOUD_QUOTA_PROJECT")
              .map(found::createWithQuotaProject)
              .orElse(found);
      return StorageOptions.http()
          .setProjectId(NO_PROJECT)
          .setCredentials(paying)
          .build()
          .getScopedCredentials();
    }

    /** Tokens take the way of the requests; a machine's own metadata server is never far. */
    private HttpURLConnection connect(URL address) throws IOException {
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
}
