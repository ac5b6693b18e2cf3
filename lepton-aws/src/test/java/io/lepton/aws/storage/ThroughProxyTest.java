package io.lepton.aws.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.aws.AwsProvider;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.key.KeyEncryptionKey;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.server.TestProxy;
import io.lepton.testkit.server.TunnelProxy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The variables that name a proxy are obeyed. */
@Timeout(60)
class ThroughProxyTest {
  private static final String EMPTY =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult><IsTruncated>false"
          + "</IsTruncated></ListBucketResult>";

  private static CloudBackends open(String variable, String address) {
    return open("http", variable, address);
  }

  private static CloudBackends open(String scheme, String variable, String address) {
    return new AwsProvider()
        .open(
            new ProviderConfig(
                Map.of(
                    "AWS_ENDPOINT_URL_S3",
                    scheme + "://s3.far.example",
                    "AWS_ENDPOINT_URL_KMS",
                    scheme + "://kms.far.example",
                    "AWS_ACCESS_KEY_ID",
                    "AKIDEXAMPLE",
                    "AWS_SECRET_ACCESS_KEY",
                    "secret",
                    "AWS_REGION",
                    "us-east-1",
                    variable,
                    address),
                Path.of(".")));
  }

  private static ObjectStore store(CloudBackends backends) {
    return backends.storage().orElseThrow().open(Place.parse("s3://bucket/in/"));
  }

  @Test
  void aBucketIsReachedThroughTheProxy() {
    try (TestProxy proxy = new TestProxy(200, "application/xml", EMPTY);
        CloudBackends backends = open("http_proxy", proxy.address());
        ObjectStore store = store(backends)) {
      assertThat(store.list(ListRequest.all()).objects()).isEmpty();
      assertThat(proxy.requests())
          .singleElement()
          .asString()
          .startsWith("GET http://s3.far.example/bucket?");
    }
  }

  @Test
  void aProxyThatLeadsToEncryptedOriginsIsToldWhoAsks() {
    try (TunnelProxy proxy = new TunnelProxy();
        CloudBackends backends = open("https", "https_proxy", proxy.address());
        ObjectStore store = store(backends)) {
      assertThat(catchThrowableOfType(CloudException.class, () -> store.stat("k")))
          .matches(CloudException::retryable);
      assertThat(proxy.tunnels()).containsOnly("s3.far.example:443");
      KeyEncryptionKey key =
          backends
              .keys()
              .orElseThrow()
              .key("aws-kms://arn:aws:kms:us-east-1:123456789012:key/00000000-0000");
      assertThat(
              catchThrowableOfType(CloudException.class, () -> key.unwrap(new byte[100], "test")))
          .matches(CloudException::retryable);
      assertThat(proxy.tunnels()).contains("kms.far.example:443");
    }
  }

  @Test
  void aProxyThatIsNoneIsRefusedByTheNameOfItsVariable() {
    try (CloudBackends backends = open("https_proxy", "socks5://user:word@host")) {
      CloudException error =
          catchThrowableOfType(CloudException.class, () -> store(backends).list(ListRequest.all()));
      assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT);
      assertThat(error).hasMessageContaining("https_proxy").hasMessageNotContaining("word");
    }
  }
}
