package io.lepton.aws.client;

import io.lepton.http.Origin;
import io.lepton.http.Proxies;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/**
 * Sends the SDK's requests through the proxies that all others take. Left to itself the SDK sends
 * encrypted requests through the proxy for plain ones, and does not look at {@code https_proxy}.
 * Thread safe.
 */
final class ProxiedConnections implements SdkHttpClient {
  private final Proxies proxies;
  private final Function<ProxyConfiguration, SdkHttpClient> maker;
  private final Map<Optional<Proxies.Proxy>, SdkHttpClient> clients = new ConcurrentHashMap<>();

  /**
   * Connects to nothing.
   *
   * @param maker makes a client that takes one proxy, or none
   */
  ProxiedConnections(Proxies proxies, Function<ProxyConfiguration, SdkHttpClient> maker) {
    this.proxies = proxies;
    this.maker = maker;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    SdkHttpRequest to = request.httpRequest();
    return clients
        .computeIfAbsent(
            proxies.to(Origin.of(to.protocol(), to.host(), to.port())),
            proxy -> maker.apply(configuration(proxy)))
        .prepareRequest(request);
  }

  static ProxyConfiguration configuration(Optional<Proxies.Proxy> proxy) {
    ProxyConfiguration.Builder builder =
        ProxyConfiguration.builder()
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false);
    if (proxy.isPresent()) {
      builder.endpoint(URI.create("http://" + address(proxy.get().origin())));
      proxy
          .get()
          .login()
          .ifPresent(login -> builder.username(login.user()).password(login.password()));
    }
    return builder.build();
  }

  private static String address(Origin proxy) {
    return proxy.host() + ":" + proxy.port();
  }

  @Override
  public String clientName() {
    return "Proxied";
  }

  @Override
  public void close() {
    clients.values().forEach(SdkHttpClient::close);
  }
}
