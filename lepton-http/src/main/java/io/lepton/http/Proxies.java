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
 * Which proxy leads to an origin, as Java's own system properties say ("Java Networking and
 * Proxies", JDK documentation): {@code https.proxyHost} and {@code https.proxyPort}, {@code
 * http.proxyHost} and {@code http.proxyPort}, {@code http.nonProxyHosts}; and where they name none,
 * as the variables say that other tools obey: {@code https_proxy}, {@code http_proxy} and, for
 * names that need none, {@code no_proxy}; the first two also in capitals, save {@code HTTP_PROXY},
 * which a web server's clients can set.
 *
 * @param secure leads to encrypted origins, which it does not see into
 * @param plain leads to the others
 * @param direct host names, or ends of them, that are reached without one; what ends in {@code *}
 *     is a beginning of names, and {@code *} alone is all
 */
public record Proxies(Optional<Proxy> secure, Optional<Proxy> plain, List<String> direct) {
  /** What Java reaches without its proxy where {@code http.nonProxyHosts} is not set. */
  private static final String JAVAS_DIRECT = "localhost|127.*|[::1]|0.0.0.0|[::0]";

  public Proxies {
    direct = List.copyOf(direct);
  }

  /**
   * A proxy.
   *
   * @param origin where it listens
   * @param login who it lets through, if it asks
   */
  public record Proxy(Origin origin, Optional<Login> login) {

    /** What to send it as {@code Proxy-Authorization}; a secret. */
    Optional<String> authorization() {
      return login.map(Login::basic);
    }

    @Override
    public String toString() {
      return origin.toString();
    }
  }

  /**
   * Who a proxy lets through.
   *
   * @param user holds no colon; never shown, for it may be a token without a password
   * @param password may be empty; never shown
   */
  public record Login(String user, String password) {

    /** RFC 7617, 2. */
    private String basic() {
      byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private static Login of(String userInfo) {
      int colon = userInfo.indexOf(':');
      return colon < 0
          ? new Login(userInfo, "")
          : new Login(userInfo.substring(0, colon), userInfo.substring(colon + 1));
    }

    @Override
    public String toString() {
      return "a proxy's user and password";
    }
  }

  /** No proxy for anything. */
  public static Proxies none() {
    return new Proxies(Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * What this virtual machine's system properties say, and else these variables.
   *
   * @throws IllegalArgumentException when one holds no address of a proxy
   */
  public static Proxies of(Function<String, Optional<String>> variables) {
    return of(variables, name -> Optional.ofNullable(System.getProperty(name)));
  }

  static Proxies of(
      Function<String, Optional<String>> variables, Function<String, Optional<String>> properties) {
    Optional<Proxy> secure = proxy("https", 443, properties);
    Optional<Proxy> plain = proxy("http", 80, properties);
    List<String> direct = new ArrayList<>();
    if (secure.isPresent() || plain.isPresent()) {
      direct.addAll(names(properties.apply("http.nonProxyHosts").orElse(JAVAS_DIRECT), "\\|"));
    }
    variables
        .apply("no_proxy")
        .or(() -> variables.apply("NO_PROXY"))
        .ifPresent(all -> direct.addAll(names(all, ",")));
    return new Proxies(
        secure.or(
            () ->
                variables
                    .apply("https_proxy")
                    .or(() -> variables.apply("HTTPS_PROXY"))
                    .map(address -> proxy("https_proxy", address))),
        plain.or(() -> variables.apply("http_proxy").map(address -> proxy("http_proxy", address))),
        direct);
  }

  private static List<String> names(String all, String separator) {
    List<String> names = new ArrayList<>();
    for (String name : all.split(separator, -1)) {
      String plain = name.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
      if (!plain.isEmpty()) {
        names.add(plain);
      }
    }
    return names;
  }

  private static Optional<Proxy> proxy(
      String scheme, int usualPort, Function<String, Optional<String>> properties) {
    Optional<String> host =
        properties.apply(scheme + ".proxyHost").map(String::strip).filter(name -> !name.isEmpty());
    if (host.isEmpty()) {
      return Optional.empty();
    }
    String variable = scheme + ".proxyPort";
    String port = properties.apply(variable).map(String::strip).orElse("");
    try {
      int number = port.isEmpty() ? usualPort : Integer.parseInt(port);
      if (number > 0 && number < 1 << 16) {
        return Optional.of(new Proxy(new Origin(false, host.get(), number), Optional.empty()));
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number out of range is.
    }
    throw new IllegalArgumentException(
        variable + " '" + port + "' is no port; write a number from 1 to 65535");
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
    return new Proxy(Origin.of(uri), Optional.ofNullable(uri.getUserInfo()).map(Login::of));
  }

  /** The address is left out: it may hold a password. */
  private static IllegalArgumentException unusable(String variable) {
    return new IllegalArgumentException(
        variable + " holds no proxy's address; write http://host:port");
  }

  /** The proxy to an origin, unless it is reached without one. */
  public Optional<Proxy> to(Origin origin) {
    String host = origin.host().toLowerCase(Locale.ROOT);
    for (String name : direct) {
      boolean named =
          name.endsWith("*")
              ? host.startsWith(name.substring(0, name.length() - 1))
              : host.equals(name) || host.endsWith("." + name);
      if (named) {
        return Optional.empty();
      }
    }
    return origin.secure() ? secure : plain;
  }
}
