package io.lepton.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which proxy leads to an origin, as the variables say that other tools obey: {@code https_proxy},
 * {@code http_proxy} and, for names that need none, {@code no_proxy}; the first two also in
 * capitals, save {@code HTTP_PROXY}, which a web server's clients can set.
 *
 * @param secure leads to encrypted origins, which it does not see into
 * @param plain leads to the others
 * @param direct host names, or ends of them, that are reached without one; {@code *} is all
 */
public record Proxies(Optional<Proxy> secure, Optional<Proxy> plain, List<String> direct) {

  public Proxies {
    direct = List.copyOf(direct);
  }

  /**
   * A proxy.
   *
   * @param origin where it listens
   * @param authorization for its {@code Proxy-Authorization}; may be a secret
   */
  public record Proxy(Origin origin, Optional<String> authorization) {
    @Override
    public String toString() {
      return origin.toString();
    }
  }

  /** No proxy for anything. */
  public static Proxies none() {
    return new Proxies(Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * What variables say.
   *
   * @throws IllegalArgumentException when one holds no address of a proxy
   */
  public static Proxies of(Function<String, Optional<String>> variables) {
    List<String> names = new ArrayList<>();
    variables
        .apply("no_proxy")
        .or(() -> variables.apply("NO_PROXY"))
        .ifPresent(
            all -> {
              for (String name : all.split(",", -1)) {
                String plain = name.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
                if (!plain.isEmpty()) {
                  names.add(plain);
                }
              }
            });
    return new Proxies(
        variables
            .apply("https_proxy")
            .or(() -> variables.apply("HTTPS_PROXY"))
            .map(address -> proxy("https_proxy", address)),
        variables.apply("http_proxy").map(address -> proxy("http_proxy", address)),
        names);
  }

  private static Proxy proxy(String variable, String address) {
    URI uri;
    try {
      uri = URI.create(address.contains("://") ? address : "http://" + address);
    } catch (IllegalArgumentException e) {
      throw unusable(variable);
    }
    if (uri.getHost() == null || !"http".equalsIgnoreCase(uri.getScheme())) {
      throw unusable(variable);
    }
    return new Proxy(
        Origin.of(uri),
        Optional.ofNullable(uri.getUserInfo())
            .map(
                user ->
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(user.getBytes(StandardCharsets.UTF_8))));
  }

  /** The address is left out: it may hold a password. */
  private static IllegalArgumentException unusable(String variable) {
    return new IllegalArgumentException(
        variable + " holds no proxy's address; write http://host:port");
  }

  Optional<Proxy> to(Origin origin) {
    String host = origin.host().toLowerCase(Locale.ROOT);
    for (String name : direct) {
      if (name.equals("*") || host.equals(name) || host.endsWith("." + name)) {
        return Optional.empty();
      }
    }
    return origin.secure() ? secure : plain;
  }
}
