package io.lepton.azure.http;

import io.lepton.http.BlockingHttpClient;
import io.lepton.http.Timeouts;
import io.lepton.spi.CloudException;
import io.lepton.spi.ProviderConfig;

/** How this provider connects: through which proxy, and how long it waits. */
public final class Connections {

  private Connections() {}

  /**
   * A client for these settings; connects at first use.
   *
   * @throws CloudException INVALID_ARGUMENT when they name a proxy that is none, a trust store that
   *     Java cannot read, or a time to wait that is none
   */
  public static BlockingHttpClient of(ProviderConfig config) {
    Timeouts standard = Timeouts.standard();
    Timeouts timeouts = standard.silence(config.silence(standard.silence()));
    return config.read(variables -> BlockingHttpClient.of(timeouts, variables));
  }
}
