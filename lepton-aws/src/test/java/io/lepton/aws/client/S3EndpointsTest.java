package io.lepton.aws.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.aws.client.S3Endpoints.Target;
import io.lepton.http.Origin;
import io.lepton.spi.ProviderConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3EndpointsTest {

  private static S3Endpoints with(Map<String, String> settings) {
    return new AwsClients(new ProviderConfig(settings, Path.of("unused"))).s3Endpoints();
  }

  private static Target secure(String host, String path, String region) {
    return new Target(new Origin(true, host, 443), path, region, "s3");
  }

  @Test
  void atAmazonABucketHasAHostOfItsOwnUnlessItsNameHasDots() {
    S3Endpoints amazon = with(Map.of("AWS_REGION", "eu-west-1"));
    assertThat(amazon.of("lake"))
        .isEqualTo(secure("lake.s3.eu-west-1.amazonaws.com", "", "eu-west-1"));
    assertThat(amazon.of("my.lake"))
        .isEqualTo(secure("s3.eu-west-1.amazonaws.com", "/my.lake", "eu-west-1"));
  }

  @Test
  void anotherPartitionHasAnotherDomain() {
    assertThat(with(Map.of("AWS_REGION", "cn-north-1")).of("lake"))
        .isEqualTo(secure("lake.s3.cn-north-1.amazonaws.com.cn", "", "cn-north-1"));
  }

  @Test
  void aBucketIsRememberedInTheRegionThatItsAnswerTells() {
    S3Endpoints amazon = with(Map.of("AWS_REGION", "us-east-1"));
    assertThat(amazon.moved("lake", "us-east-1")).isFalse();
    assertThat(amazon.moved("lake", "eu-west-1")).isTrue();
    assertThat(amazon.moved("lake", "eu-west-1")).isFalse();
    assertThat(amazon.of("lake"))
        .isEqualTo(secure("lake.s3.eu-west-1.amazonaws.com", "", "eu-west-1"));
    assertThat(amazon.of("other").region()).isEqualTo("us-east-1");
  }

  @Test
  void aServerOfOnesOwnHasItsBucketsInThePath() {
    S3Endpoints own =
        with(
            Map.of(
                "AWS_REGION", "us-east-1", "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000/base/"));
    assertThat(own.of("lake"))
        .isEqualTo(
            new Target(new Origin(false, "127.0.0.1", 9000), "/base/lake", "us-east-1", "s3"));
    assertThat(own.moved("lake", "eu-west-1")).isFalse();
  }

  @Test
  void fipsAndDualStackAreObeyed() {
    assertThat(
            with(Map.of(
                    "AWS_REGION",
                    "us-east-1",
                    "AWS_USE_FIPS_ENDPOINT",
                    "true",
                    "AWS_USE_DUALSTACK_ENDPOINT",
                    "true"))
                .of("lake")
                .origin()
                .host())
        .isEqualTo("lake.s3-fips.dualstack.us-east-1.amazonaws.com");
  }
}
