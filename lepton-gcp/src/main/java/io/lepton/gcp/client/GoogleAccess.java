package io.lepton.gcp.client;

import com.google.api.client.http.HttpTransport;
import com.google.auth.Credentials;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.lepton.http.Proxies;
import io.lepton.spi.CloudException;
import io.lepton.spi.ProviderConfig;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In whose name requests are sent: that of a key file, or application default credentials, resolved
 * by the first request. Google's library finds, scopes, keeps and renews them. Thread safe.
 */
public final class GoogleAccess {
  private final ProviderConfig config;
  private final HttpTransportFactory transport;
  private final String scope;
  private volatile @Nullable Credentials resolved;

  private GoogleAccess(ProviderConfig config, Proxies proxies, String scope) {
    this.config = config;
    HttpTransport connections = GoogleTransport.through(proxies);
    this.transport = () -> connections;
    this.scope = scope;
  }

  /**
   * Google's application default credentials, or those of the file that the settings name.
   *
   * @param scope what is asked for ("OAuth 2.0 Scopes for Google APIs")
   * @throws CloudException INVALID_ARGUMENT when that file holds none for the universe that the
   *     settings name, or they name none
   */
  public static GoogleAccess of(
      String provider, ProviderConfig config, Proxies proxies, String scope) {
    GoogleAccess access = new GoogleAccess(config, proxies, scope);
    Universe universe = Universe.of(provider, config);
    config
        .setting(KeyFile.VARIABLE)
        .map(name -> new KeyFile(provider, name).read(access.transport, universe))
        .ifPresent(found -> access.resolved = access.scoped(found));
    return access;
  }

  /**
   * Headers that prove who asks; a token that ends soon is renewed before. Never to be logged.
   *
   * @throws CredentialsException when no token can be had
   */
  public Map<String, List<String>> proof(URI service) throws CredentialsException {
    try {
      return resolve().getRequestMetadata(service);
    } catch (IOException e) {
      throw new CredentialsException(e);
    }
  }

  /**
   * Has a token asked for anew, because the service no longer takes the last one.
   *
   * @throws CredentialsException when none can be had
   */
  public void renew() throws CredentialsException {
    try {
      resolve().refresh();
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
          known = scoped(GoogleCredentials.getApplicationDefault(transport));
          resolved = known;
        }
      }
    }
    return known;
  }

  private GoogleCredentials scoped(GoogleCredentials found) {
    GoogleCredentials paying =
        config
            .setting("GOOGLE_CLOUD_QUOTA_PROJECT")
            .map(found::createWithQuotaProject)
            .orElse(found);
    GoogleCredentials scoped = paying.createScoped(scope);
    // Left to itself it asks for each token four times within seven seconds, and whoever sends the
    // request again has all of that again.
    return scoped instanceof ServiceAccountCredentials account
        ? account.createWithCustomRetryStrategy(false)
        : scoped;
  }
}
