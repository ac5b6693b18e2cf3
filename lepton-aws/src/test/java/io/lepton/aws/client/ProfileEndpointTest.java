package io.lepton.aws.client;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.aws.AwsProvider;
import io.lepton.aws.storage.S3Storage;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;

/** An endpoint that a profile of the shared configuration file names counts like a setting. */
class ProfileEndpointTest {
  @AutoClose private final SdkProperties sdk;

  ProfileEndpointTest(@TempDir Path folder) {
    this.sdk = new SdkProperties(folder);
  }

  @BeforeEach
  void writeProfiles() throws IOException {
    Files.writeString(
        sdk.config(),
        """
        [profile here]
        endpoint_url = http://127.0.0.1:9000
        [profile there]
        endpoint_url = http://127.0.0.1:9001
        [profile wrong]
        endpoint_url = localhost:9000
        [profile strict]
        use_fips_endpoint = true
        use_dualstack_endpoint = true
        [profile vague]
        use_fips_endpoint = yes
        """);
  }

  private static AwsClients clients(String profile) {
    return new AwsClients(
        new ProviderConfig(
            Map.of("AWS_PROFILE", profile, "AWS_REGION", "eu-west-1"), Path.of("unused")));
  }

  @Test
  void oneThatIsNoUrlIsRefusedWhenAPlaceIsOpened() {
    try (AwsClients wrong = clients("wrong")) {
      S3Storage storage = new S3Storage(AwsProvider.ID, wrong);
      assertThat(fails(() -> storage.open(Place.parse("s3://bucket/")), ErrorKind.INVALID_ARGUMENT))
          .hasMessageContaining("endpoint_url of profile wrong 'localhost:9000' is no URL");
    }
  }

  @Test
  void bucketsOfTwoEndpointsAreNotCopiedBetween() {
    try (AwsClients here = clients("here");
        AwsClients hereToo = clients("here");
        AwsClients there = clients("there")) {
      assertThat(here.reachesSameS3As(hereToo)).isTrue();
      assertThat(here.reachesSameS3As(there)).isFalse();
    }
  }

  /** "Dual-stack and FIPS endpoints", AWS SDKs and Tools Reference Guide. */
  @Test
  void whatAProfileDemandsOfAmazonsEndpointsIsObeyedUnlessASettingSaysOtherwise() {
    try (AwsClients strict = clients("strict");
        AwsClients overruled =
            new AwsClients(
                new ProviderConfig(
                    Map.of(
                        "AWS_PROFILE", "strict",
                        "AWS_REGION", "us-east-1",
                        "AWS_USE_FIPS_ENDPOINT", "false"),
                    Path.of("unused")))) {
      assertThat(strict.s3Endpoints().of("lake").origin().host())
          .isEqualTo("lake.s3-fips.dualstack.eu-west-1.amazonaws.com");
      assertThat(overruled.s3Endpoints().of("lake").origin().host())
          .isEqualTo("lake.s3.dualstack.us-east-1.amazonaws.com");
    }
  }

  @Test
  void oneThatSaysNeitherTrueNorFalseIsRefusedByName() {
    try (AwsClients vague = clients("vague")) {
      assertThat(fails(vague::s3Endpoints, ErrorKind.INVALID_ARGUMENT))
          .hasMessageContaining("AWS_USE_FIPS_ENDPOINT")
          .hasMessageContaining("yes");
    }
  }

  @Test
  void theSdksOwnSystemPropertyIsObeyedWhereNoSettingSpeaks() {
    sdk.set("aws.useFipsEndpoint", "true");
    try (AwsClients quiet = amazon(Map.of());
        AwsClients overruled = amazon(Map.of("AWS_USE_FIPS_ENDPOINT", "false"))) {
      assertThat(hosts(quiet)).containsOnly("lake.s3-fips.eu-west-1.amazonaws.com");
      assertThat(hosts(overruled)).containsOnly("lake.s3.eu-west-1.amazonaws.com");
    }
  }

  private static AwsClients amazon(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("AWS_REGION", "eu-west-1");
    settings.put("AWS_ACCESS_KEY_ID", "id");
    settings.put("AWS_SECRET_ACCESS_KEY", "secret");
    return new AwsClients(new ProviderConfig(settings, Path.of("unused")));
  }

  /** Where requests go with the SDK and without it. */
  private static List<String> hosts(AwsClients clients) {
    List<String> hosts = new ArrayList<>();
    ExecutionInterceptor look =
        new ExecutionInterceptor() {
          @Override
          public void beforeTransmission(
              Context.BeforeTransmission request, ExecutionAttributes attributes) {
            hosts.add(request.httpRequest().host());
            throw new IllegalStateException("not to be sent");
          }
        };
    try (S3Client sdk =
        clients
            .configure(S3Client.builder(), Optional.empty())
            .overrideConfiguration(to -> to.addExecutionInterceptor(look))
            .build()) {
      assertThatThrownBy(() -> sdk.headBucket(head -> head.bucket("lake")))
          .hasMessageContaining("not to be sent");
    }
    hosts.add(clients.s3Endpoints().of("lake").origin().host());
    return hosts;
  }

  @Test
  void aDemandThatIsNeitherTrueNorFalseIsNotTakenForFalse() {
    try (AwsClients wrong = amazon(Map.of("AWS_USE_FIPS_ENDPOINT", "yes"))) {
      assertThat(fails(wrong::s3Endpoints, ErrorKind.INVALID_ARGUMENT))
          .hasMessageContaining("AWS_USE_FIPS_ENDPOINT is true or false, not 'yes'");
    }
  }
}
