package io.lepton.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.aws.AwsProvider;
import io.lepton.http.Proxies;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.server.TestProxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

class ProxiedConnectionsTest {
  private static final String KEY =
      "aws-kms://arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000";

  @Test
  void encryptedAndPlainRequestsTakeTheirOwnProxiesAndSomeNone() {
    Map<String, String> variables =
        Map.of(
            "https_proxy", "http://user:secret@one.example:1",
            "http_proxy", "http://two.example:2",
            "no_proxy", "near.example");
    List<String> taken = new ArrayList<>();
    ProxiedConnections connections =
        new ProxiedConnections(
            Proxies.of(name -> Optional.ofNullable(variables.get(name))),
            proxy -> {
              taken.add(proxy.username() + "@" + proxy.host() + ":" + proxy.port());
              return Apache5HttpClient.builder().proxyConfiguration(proxy).build();
            });
    try (connections) {
      for (String address :
          List.of("https://kms.example", "http://kms.example", "https://near.example")) {
        connections.prepareRequest(
            HttpExecuteRequest.builder()
                .request(
                    SdkHttpRequest.builder()
                        .method(SdkHttpMethod.GET)
                        .uri(URI.create(address))
                        .build())
                .build());
      }
    }
    assertThat(taken).containsExactly("user@one.example:1", "null@two.example:2", "null@null:0");
  }

  @Test
  void keysAreAskedForThroughTheProxyThatTheSettingsName() {
    try (TestProxy proxy =
            new TestProxy(
                400,
                "application/x-amz-json-1.1",
                "{\"__type\":\"AccessDeniedException\",\"message\":\"said the proxy\"}");
        CloudBackends backends =
            new AwsProvider()
                .open(
                    new ProviderConfig(
                        Map.of(
                            "AWS_ACCESS_KEY_ID", "id",
                            "AWS_SECRET_ACCESS_KEY", "secret",
                            "AWS_ENDPOINT_URL_KMS", "http://kms.invalid",
                            "http_proxy", proxy.address()),
                        Path.of("unused")))) {
      assertThatThrownBy(() -> backends.keys().orElseThrow().key(KEY).unwrap(new byte[100], "test"))
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("said the proxy");
      assertThat(proxy.requests()).containsExactly("POST http://kms.invalid/");
    }
  }
}
