package io.lepton.http;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who a connection leads to.
 *
 * @param secure whether it is encrypted
 * @param host name or address; an IPv6 address in brackets
 * @param port as connected to, never negative
 */
public record Origin(boolean secure, String host, int port) {

  /** The origin of an {@code http} or {@code https} address. */
  public static Origin of(URI address) {
    return of(String.valueOf(address.getScheme()), address.getHost(), address.getPort());
  }

  /**
   * The origin of a scheme, a host and a port.
   *
   * @param port negative for the scheme's own
   */
  public static Origin of(String scheme, String host, int port) {
    boolean secure =
        switch (scheme.toLowerCase(Locale.ROOT)) {
          case "https" -> true;
          case "http" -> false;
          default -> throw new IllegalArgumentException("scheme '" + scheme + "' is no http");
        };
    return new Origin(secure, host, port < 0 ? (secure ? 443 : 80) : port);
  }

  // Written out, for a record's own equals and hashCode are put together of method handles, which
  // takes the start of a command longer than a request.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Origin that
        && secure == that.secure
        && port == that.port
        && host.equals(that.host);
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + 2 * port + (secure ? 1 : 0);
  }

  /** As the Host header has it. */
  public String header() {
    return port == (secure ? 443 : 80) ? host : host + ":" + port;
  }
}
