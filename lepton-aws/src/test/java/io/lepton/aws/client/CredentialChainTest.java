package io.lepton.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lepton.aws.AwsProvider;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ListRequest;
import io.lepton.testkit.server.TestProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nobody's credentials are found, the error names what was looked at, and the fix. */
class CredentialChainTest {
  private static final String KEY =
      "aws-kms://arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000";

  @AutoClose private final SdkProperties sdk;
  private final Path credentials;

  CredentialChainTest(@TempDir Path folder) {
    this.sdk = new SdkProperties(folder);
    this.credentials = sdk.credentials();
  }

  private static String refusal(Map<String, String> settings) {
    return told(settings, ErrorKind.PERMISSION_DENIED, false);
  }

  private static String told(Map<String, String> settings, ErrorKind kind, boolean retryable) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("AWS_REGION", "eu-west-1");
    all.put("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
    try (CloudBackends backends =
        new AwsProvider().open(new ProviderConfig(all, Path.of("unused")))) {
      CloudException listing =
          catchThrowableOfType(
              CloudException.class,
              () ->
                  backends
                      .storage()
                      .orElseThrow()
                      .open(Place.parse("s3://bucket/"))
                      .list(ListRequest.all()));
      CloudException unwrapping =
          catchThrowableOfType(
              CloudException.class,
              () -> backends.keys().orElseThrow().key(KEY).unwrap(new byte[100], "test"));
      assertThat(List.of(listing, unwrapping))
          .allMatch(error -> error.kind() == kind && error.retryable() == retryable);
      assertThat(unwrapping.text()).endsWith(said(listing));
      return said(listing);
    }
  }

  private static String said(CloudException error) {
    return error.text().replaceFirst("^.*?(?=no credentials|credentials cannot)", "");
  }

  @Test
  void theVariablesAndFilesLookedAtAreNamed() {
    assertThat(refusal(Map.of()))
        .isEqualTo(
            "no credentials were found: AWS_ACCESS_KEY_ID is not set; there is no profile 'default'"
                + " in "
                + credentials
                + " or "
                + sdk.config()
                + "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in"
                + " AWS_PROFILE, or run 'aws configure' or 'aws sso login'");
  }

  @Test
  void aKeyWithoutItsSecretAndAProfileThatGivesNoneAreToldOf() throws IOException {
    Files.writeString(credentials, "[work]\ncredential_process = /no/such/program\n");

    assertThat(refusal(Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_PROFILE", "work")))
        .contains("AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not")
        .contains("profile 'work' gives none (")
        .doesNotContain("Provider(");
  }

  @Test
  void whyAProgramGivesNoneIsToldWithoutWhatItGave() throws IOException {
    String failing = "echo hushed-output; echo the vault is sealed >&2; exit 3";
    String noJson = "echo hushed-output";
    for (String program : List.of(failing, noJson)) {
      Files.writeString(credentials, "[work]\ncredential_process = " + program + "\n");
      assertThat(refusal(Map.of("AWS_PROFILE", "work")))
          .contains("Failed to refresh process-based credentials. ")
          .contains(program.equals(failing) ? "the vault is sealed" : "is no JSON")
          .doesNotContain("hushed");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aMachineWhoseRoleCannotBeHadNowIsNotTakenForOneWithout(int status) throws IOException {
    sdk.set("aws.disableEc2Metadata", "false");
    try (TestProxy metadata = new TestProxy(status, "text/plain", "")) {
      sdk.set("aws.ec2MetadataServiceEndpoint", metadata.address());
      assertThat(told(Map.of(), ErrorKind.TIMED_OUT, true))
          .startsWith("credentials cannot be had just now: this machine's role gives none (")
          .endsWith("run again");
    }
  }

  @Test
  void aMachineWhoseRoleIsNotAnsweredInTimeIsNotTakenForOneWithout() throws IOException {
    sdk.set("aws.disableEc2Metadata", "false");
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      sdk.set("aws.ec2MetadataServiceEndpoint", "http://127.0.0.1:" + silent.getLocalPort());
      assertThat(told(Map.of(), ErrorKind.TIMED_OUT, true)).contains("Read timed out");
    }
  }

  @Test
  void aMachineWithoutARoleOrNotAtAmazonHasNone() throws IOException {
    sdk.set("aws.disableEc2Metadata", "false");
    try (TestProxy metadata = new TestProxy(404, "text/plain", "")) {
      sdk.set("aws.ec2MetadataServiceEndpoint", metadata.address());
      assertThat(refusal(Map.of())).startsWith("no credentials were found");
    }
    sdk.set("aws.ec2MetadataServiceEndpoint", "http://127.0.0.1:9");
    assertThat(refusal(Map.of())).startsWith("no credentials were found");
  }

  @Test
  void aContainerThatCannotBeAskedNowIsToldFromOneThatRefuses() throws IOException {
    try (TestProxy busy = new TestProxy(503, "text/plain", "");
        TestProxy refusing = new TestProxy(403, "text/plain", "")) {
      assertThat(container(busy.address(), ErrorKind.TIMED_OUT, true))
          .startsWith("credentials cannot be had just now: the container gives none (");
      assertThat(container("http://127.0.0.1:9/", ErrorKind.TIMED_OUT, true))
          .startsWith("credentials cannot be had just now: the container gives none (");
      assertThat(container(refusing.address(), ErrorKind.PERMISSION_DENIED, false))
          .contains("the container gives none (");
    }
  }

  private String container(String address, ErrorKind kind, boolean retryable) {
    sdk.set("aws.containerCredentialsFullUri", address);
    return told(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", address), kind, retryable);
  }
}
