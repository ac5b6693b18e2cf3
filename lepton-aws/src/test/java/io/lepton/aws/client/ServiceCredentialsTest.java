package io.lepton.aws.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.server.MotoServer;
import io.lepton.testkit.server.ServerProcess;
import io.lepton.testkit.server.TestProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.internal.SystemSettingUtilsTestBackdoor;

/**
 * Credentials that services give: to roles, by Moto's Security Token Service, and to who signed in,
 * by a proxy in the place of the services, which Moto does not play. All by settings of the
 * provider, none of which is in this process's environment.
 */
class ServiceCredentialsTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/reader";
  private static final String START = "https://people.example/start";

  /** What the sign-on service answers to either request. */
  private static final String SIGNED_ON =
      """
      {"accessToken": "renewed", "expiresIn": 3600, "tokenType": "Bearer",
       "roleCredentials": {"accessKeyId": "ASIASIGNEDON", "secretAccessKey": "secret",
                           "sessionToken": "session", "expiration": 4102444800000}}
      """;

  private static ServerProcess moto;

  /** Where the SDK looks for tokens, which it settles on once a process. */
  @TempDir private static Path home;

  @AutoClose private final SdkProperties sdk;
  private final Path folder;

  ServiceCredentialsTest(@TempDir Path folder) {
    this.sdk = new SdkProperties(folder);
    this.folder = folder;
  }

  @BeforeAll
  static void moveHome() {
    SystemSettingUtilsTestBackdoor.addEnvironmentVariableOverride("HOME", home.toString());
  }

  @BeforeAll
  static void startMoto(@TempDir Path logs) {
    moto = MotoServer.start(logs);
  }

  @AfterAll
  static void stopMoto() {
    SystemSettingUtilsTestBackdoor.clearEnvironmentVariableOverrides();
    if (moto != null) {
      moto.close();
    }
  }

  private static AwsClients clients(Map<String, String> settings) {
    return new AwsClients(config(settings));
  }

  private static ProviderConfig config(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("AWS_REGION", "eu-west-1");
    return new ProviderConfig(all, Path.of("unused"));
  }

  private static AwsCredentials resolved(Map<String, String> settings) {
    try (AwsClients clients = clients(settings);
        CredentialChain chain = new CredentialChain(config(settings), clients)) {
      return chain.resolveCredentials();
    }
  }

  /** Who the service takes the bearer of credentials for. */
  private static String bearer(AwsCredentials credentials) {
    try (AwsClients clients = clients(Map.of("AWS_ENDPOINT_URL_STS", moto.endpoint()));
        StsClient sts =
            clients
                .configure(
                    StsClient.builder(),
                    "sts",
                    clients.region(),
                    StaticCredentialsProvider.create(credentials))
                .build()) {
      return sts.getCallerIdentity().arn();
    }
  }

  private Path token() throws IOException {
    return Files.writeString(folder.resolve("token"), "the.web.token\n");
  }

  @Test
  void aTokenFileNamedBySettingsGivesTheRole() throws IOException {
    AwsCredentials given =
        resolved(
            Map.of(
                "AWS_ENDPOINT_URL_STS",
                moto.endpoint(),
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                token().toString(),
                "AWS_ROLE_ARN",
                ROLE,
                "AWS_ROLE_SESSION_NAME",
                "pod-7"));

    assertThat(bearer(given)).endsWith("assumed-role/reader/pod-7");
  }

  @Test
  void aProfileTakesItsRoleByTheCredentialsOfAnother() throws IOException {
    Files.writeString(
        sdk.config(),
        """
        [profile work]
        role_arn = %s
        source_profile = between
        role_session_name = me
        external_id = told
        duration_seconds = 900
        endpoint_url = %s
        [profile between]
        role_arn = arn:aws:iam::123456789012:role/between
        source_profile = base
        [profile base]
        aws_access_key_id = AKIDEXAMPLE
        aws_secret_access_key = secret
        """
            .formatted(ROLE, moto.endpoint()));

    assertThat(bearer(resolved(Map.of("AWS_PROFILE", "work")))).endsWith("assumed-role/reader/me");
  }

  @Test
  void aProfileTakesItsRoleByATokenFile() throws IOException {
    Files.writeString(
        sdk.config(),
        """
        [profile work]
        role_arn = %s
        web_identity_token_file = %s
        role_session_name = pod
        """
            .formatted(ROLE, token()));

    assertThat(
            bearer(
                resolved(Map.of("AWS_PROFILE", "work", "AWS_ENDPOINT_URL_STS", moto.endpoint()))))
        .endsWith("assumed-role/reader/pod");
  }

  @Test
  void theServiceIsAskedThroughTheProxyAndItsRefusalIsTold() throws IOException {
    String refusal =
        """
        <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>
        <Message>%s may not be assumed by nobody</Message></Error></ErrorResponse>
        """
            .formatted(ROLE);
    try (TestProxy proxy = new TestProxy(403, "text/xml", refusal)) {
      Map<String, String> settings =
          Map.of(
              "http_proxy",
              proxy.address(),
              "AWS_ENDPOINT_URL_STS",
              "http://sts.example",
              "AWS_WEB_IDENTITY_TOKEN_FILE",
              token().toString(),
              "AWS_ROLE_ARN",
              ROLE);
      assertThatThrownBy(() -> resolved(settings))
          .isInstanceOf(NoCredentialsException.class)
          .hasMessageContaining("AWS_WEB_IDENTITY_TOKEN_FILE gives none (")
          .hasMessageContaining("may not be assumed by nobody")
          .hasMessageNotContaining("the.web.token")
          .hasMessageNotContaining("aws sso login");
      assertThat(proxy.requests()).isNotEmpty().allMatch("POST http://sts.example/"::equals);
    }
  }

  @Test
  void whatIsMissingFromTheSetUpIsNamed() throws IOException {
    assertThatThrownBy(() -> resolved(Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "/no/such/token")))
        .hasMessageContaining("AWS_ROLE_ARN is not set");
    assertThatThrownBy(
            () ->
                resolved(
                    Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "/no/such/token", "AWS_ROLE_ARN", ROLE)))
        .hasMessageContaining("/no/such/token");
    Files.writeString(
        sdk.config(),
        """
        [profile one]
        role_arn = %1$s
        source_profile = two
        [profile two]
        role_arn = %1$s
        source_profile = one
        [profile lost]
        role_arn = %1$s
        source_profile = none
        [profile people]
        sso_session = none
        """
            .formatted(ROLE));
    assertThatThrownBy(() -> resolved(Map.of("AWS_PROFILE", "one")))
        .hasMessageContaining("profiles name each other as source");
    assertThatThrownBy(() -> resolved(Map.of("AWS_PROFILE", "lost")))
        .hasMessageContaining("there is no profile none");
    assertThatThrownBy(() -> resolved(Map.of("AWS_PROFILE", "people")))
        .hasMessageContaining("there is no sso-session none");
  }

  private void signIn() throws IOException {
    Files.writeString(
        sdk.config(),
        """
        [profile people]
        sso_session = corp
        sso_account_id = 123456789012
        sso_role_name = reader
        [sso-session corp]
        sso_region = eu-west-1
        sso_start_url = %1$s
        [profile nobody]
        sso_session = never
        sso_account_id = 123456789012
        sso_role_name = reader
        [sso-session never]
        sso_region = eu-west-1
        sso_start_url = %1$s
        [profile older]
        sso_region = eu-west-1
        sso_start_url = %1$s
        sso_account_id = 123456789012
        sso_role_name = reader
        """
            .formatted(START));
  }

  private void token(String name, Instant end) throws IOException, GeneralSecurityException {
    Path file =
        home.resolve(".aws/sso/cache")
            .resolve(
                HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-1").digest(name.getBytes(UTF_8)))
                    + ".json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"startUrl": "%s", "region": "eu-west-1", "accessToken": "signed-in", "expiresAt": "%s",
         "clientId": "lepton", "clientSecret": "hidden", "refreshToken": "again"}
        """
            .formatted(START, end));
  }

  private static Map<String, String> throughProxy(TestProxy proxy, String profile) {
    return Map.of(
        "http_proxy",
        proxy.address(),
        "AWS_ENDPOINT_URL_SSO",
        "http://sso.example",
        "AWS_ENDPOINT_URL_SSO_OIDC",
        "http://oidc.example",
        "AWS_PROFILE",
        profile);
  }

  @Test
  void whoSignedInGetsTheRoleOfTheProfile() throws Exception {
    signIn();
    token("corp", Instant.now().plusSeconds(7200));
    token(START, Instant.now().plusSeconds(120));
    for (String profile : List.of("people", "older")) {
      try (TestProxy proxy = new TestProxy(200, "application/json", SIGNED_ON)) {
        assertThat(resolved(throughProxy(proxy, profile)).accessKeyId()).isEqualTo("ASIASIGNEDON");
        assertThat(proxy.requests())
            .singleElement()
            .asString()
            .startsWith("GET http://sso.example/federation/credentials")
            .contains("role_name=reader", "account_id=123456789012");
      }
    }
  }

  @Test
  void theTokenOfASessionIsRenewed() throws Exception {
    signIn();
    token("corp", Instant.now().minusSeconds(60));
    try (TestProxy proxy = new TestProxy(200, "application/json", SIGNED_ON)) {
      assertThat(resolved(throughProxy(proxy, "people")).accessKeyId()).isEqualTo("ASIASIGNEDON");
      assertThat(proxy.requests()).hasSize(2).contains("POST http://oidc.example/token");
    }
  }

  @Test
  void whoDidNotSignInIsToldTo() throws Exception {
    signIn();
    try (TestProxy proxy = new TestProxy(200, "application/json", SIGNED_ON)) {
      assertThatThrownBy(() -> resolved(throughProxy(proxy, "nobody")))
          .isInstanceOf(NoCredentialsException.class)
          .hasMessageContaining("profile 'nobody' gives none (Unable to load SSO token)")
          .hasMessageContaining("run 'aws sso login --profile nobody'");
      assertThat(proxy.requests()).isEmpty();
    }
  }
}
