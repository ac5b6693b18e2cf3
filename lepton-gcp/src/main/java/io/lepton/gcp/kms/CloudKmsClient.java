package io.lepton.gcp.kms;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudkms.v1.CloudKMS;
import io.lepton.gcp.client.CredentialsException;
import io.lepton.gcp.client.GoogleAccess;
import io.lepton.gcp.client.GoogleTransport;
import io.lepton.gcp.client.Universe;
import io.lepton.http.Proxies;
import io.lepton.spi.CloudException;
import io.lepton.spi.ProviderConfig;
import java.util.Optional;

/**
 * Google's client of the service, which sends each request once, through the proxies that all other
 * requests take; credentials are resolved by the first. Thread safe.
 */
final class CloudKmsClient {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloudkms";
  private static final int CONNECT_MILLIS = 20_000;
  private static final int ANSWER_MILLIS = 60_000;

  private final HttpTransport transport;
  private final String root;
  private final Optional<GoogleAccess> access;

  /**
   * Connects to nothing.
   *
   * @throws CloudException INVALID_ARGUMENT when the settings name a proxy, a universe or a key
   *     file that is none
   */
  CloudKmsClient(String provider, ProviderConfig config, Optional<String> emulator) {
    Proxies proxies = config.read(Proxies::of);
    this.transport = GoogleTransport.through(proxies);
    this.root =
        emulator.orElseGet(() -> Universe.of(provider, config).service("cloudkms").toString());
    this.access =
        emulator.isPresent()
            ? Optional.empty()
            : Optional.of(GoogleAccess.of(provider, config, proxies, SCOPE));
  }

  /** The calls about keys. */
  CloudKMS.Projects.Locations.KeyRings.CryptoKeys keys() {
    return new CloudKMS.Builder(transport, GsonFactory.getDefaultInstance(), this::prepare)
        .setApplicationName("lepton")
        .setRootUrl(root.endsWith("/") ? root : root + "/")
        .build()
        .projects()
        .locations()
        .keyRings()
        .cryptoKeys();
  }

  private void prepare(HttpRequest request) throws CredentialsException {
    if (access.isPresent()) {
      request.getHeaders().putAll(access.get().proof(request.getUrl().toURI()));
    }
    request.setConnectTimeout(CONNECT_MILLIS);
    request.setReadTimeout(ANSWER_MILLIS);
    request.setNumberOfRetries(0);
    request.setFollowRedirects(false);
    request.setLoggingEnabled(false);
    request.setCurlLoggingEnabled(false);
  }
}
