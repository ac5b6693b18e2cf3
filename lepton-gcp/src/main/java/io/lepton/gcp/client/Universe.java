package io.lepton.gcp.client;

import com.google.auth.Credentials;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import java.net.URI;

/**
 * Which of Google's clouds is meant: its services lie at {@code service.domain}, and it takes no
 * credentials of another ({@code Credentials.getUniverseDomain} of Google's library for them).
 *
 * @param domain as {@code GOOGLE_CLOUD_UNIVERSE_DOMAIN} tells Google's own libraries; {@code
 *     googleapis.com} unless it says otherwise
 */
public record Universe(String domain) {
  static final String VARIABLE = "GOOGLE_CLOUD_UNIVERSE_DOMAIN";

  /**
   * The one that the settings name.
   *
   * @throws CloudException INVALID_ARGUMENT when that is no domain
   */
  public static Universe of(String provider, ProviderConfig config) {
    String domain =
        config.setting(VARIABLE).map(String::strip).orElse(Credentials.GOOGLE_DEFAULT_UNIVERSE);
    if (!domain.matches("(?i)[a-z0-9-]+(\\.[a-z0-9-]+)+")) {
      throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
          .provider(provider)
          .operation("open")
          .message(VARIABLE + " '" + domain + "' is no domain; unset it, or write a bare one");
    }
    return new Universe(domain);
  }

  /** Where a service is. */
  public URI service(String name) {
    return URI.create("https://" + name + "." + domain);
  }
}
