package io.lepton.aws.client;

import io.lepton.http.BlockingHttpClient;
import io.lepton.http.Proxies;
import io.lepton.http.Timeouts;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes clients of the AWS SDK, all on one pool of connections, and what requests need that go
 * without the SDK, because its pipeline costs more than they do; from the settings that the AWS
 * tools share: {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code AWS_SESSION_TOKEN},
 * {@code AWS_PROFILE}, {@code AWS_REGION}, {@code AWS_DEFAULT_REGION}, {@code AWS_ENDPOINT_URL} and
 * {@code AWS_ENDPOINT_URL_<SERVICE>}; for what they leave open, from the SDK's default chain (the
 * process environment, the shared files, containers, instances). All go through the same proxies
 * ({@link Proxies}); a proxy that is none is INVALID_ARGUMENT for whoever asks for a client.
 *
 * <p>Clients do not retry: the caller counts, paces and repeats requests, and knows which of them
 * may be sent twice. Nothing is resolved or connected before the first client is asked for. Thread
 * safe; closing ends the connections.
 */
public final class AwsClients implements AutoCloseable {
  /** Says who pays for a request. */
  public static final String PAYER_HEADER = "x-amz-request-payer";

  /** Where buckets are looked for when no region is told: the SDKs' global endpoint. */
  private static final Region FALLBACK_REGION = Region.US_EAST_1;

  /** Far above the engine's parallelism; connections exist only as requests need them. */
  private static final int MOST_CONNECTIONS = 1024;

  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30));

  private final ProviderConfig config;
  private @Nullable SdkHttpClient http;
  private @Nullable AwsCredentialsProvider credentials;
  private @Nullable S3Client s3;
  private @Nullable BlockingHttpClient contentHttp;
  private @Nullable RequestSigner signer;
  private @Nullable S3Endpoints s3Endpoints;

  /** Makes clients from {@code config}. */
  public AwsClients(ProviderConfig config) {
    this.config = config;
  }

  /**
   * The connections that content goes over, without the SDK; made once, connected at first use.
   *
   * @throws CloudException INVALID_ARGUMENT when the settings name a proxy that is none, a trust
   *     store that Java cannot read, or a time to wait that is none
   */
  public synchronized BlockingHttpClient contentHttp() {
    if (contentHttp == null) {
      Timeouts timeouts = TIMEOUTS.silence(config.silence(TIMEOUTS.silence()));
      contentHttp = config.read(variables -> BlockingHttpClient.of(timeouts, variables));
    }
    return contentHttp;
  }

  /**
   * Who pays for requests to buckets of others that demand it ("Requester Pays buckets" in the S3
   * user guide): {@code requester}, or empty for the owner. From {@code AWS_REQUEST_PAYER}, as GDAL
   * has it.
   */
  public Optional<String> requestPayer() {
    return config.setting("AWS_REQUEST_PAYER");
  }

  /** Signs requests with these credentials; made once. */
  public synchronized RequestSigner signer() {
    if (signer == null) {
      signer = new RequestSigner(credentials(), Clock.systemUTC());
    }
    return signer;
  }

  /**
   * The endpoint of S3 that the settings name, or else the profile in the shared configuration
   * file.
   *
   * @throws CloudException INVALID_ARGUMENT when it is no URL
   */
  public Optional<URI> s3Endpoint() {
    return endpoint("S3").or(() -> SharedFile.endpoint(config, "s3"));
  }

  /** Where buckets of S3 are reached; made once. */
  public synchronized S3Endpoints s3Endpoints() {
    if (s3Endpoints == null) {
      Optional<URI> endpoint = s3Endpoint();
      s3Endpoints =
          new S3Endpoints(
              endpoint,
              endpoint.isPresent() && !isAmazon(endpoint.get()),
              region().id(),
              EndpointOptions.of(config));
    }
    return s3Endpoints;
  }

  /** The SDK's client of S3, for what is asked rarely; made once. */
  public synchronized S3Client s3() {
    if (s3 == null) {
      Optional<URI> endpoint = s3Endpoint();
      s3 =
          configure(S3Client.builder(), endpoint)
              .serviceConfiguration(
                  service ->
                      service.pathStyleAccessEnabled(
                          endpoint.isPresent() && !isAmazon(endpoint.get())))
              .crossRegionAccessEnabled(endpoint.isEmpty())
              // Checksums are chosen request by request; older stores know only MD5 for
              // DeleteObjects.
              .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
              .addPlugin(LegacyMd5Plugin.create())
              .putAuthScheme(new UnsignedPayload())
              .overrideConfiguration(
                  requestPayer()
                      .map(who -> overrides().putHeader(PAYER_HEADER, who))
                      .orElseGet(this::overrides)
                      .build())
              .build();
    }
    return s3;
  }

  /**
   * Gives a builder the credentials, region, endpoint and connections of this configuration.
   *
   * @param endpoint as {@link #endpoint} tells for the builder's service
   */
  public synchronized <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(
      B builder, Optional<URI> endpoint) {
    return configure(builder, endpoint, region(), credentials());
  }

  /**
   * The same for a service that gives credentials.
   *
   * @param service as the shared configuration file has it: {@code sts}, {@code sso_oidc}
   * @param credentials whose it asks with
   * @throws CloudException INVALID_ARGUMENT when its endpoint is no URL
   */
  synchronized <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(
      B builder, String service, Region region, AwsCredentialsProvider credentials) {
    Optional<URI> endpoint =
        endpoint(service.toUpperCase(Locale.ROOT)).or(() -> SharedFile.endpoint(config, service));
    return configure(builder, endpoint, region, credentials);
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(
      B builder, Optional<URI> endpoint, Region region, AwsCredentialsProvider credentials) {
    endpoint.ifPresent(builder::endpointOverride);
    EndpointOptions wanted = EndpointOptions.of(config);
    return builder
        .region(region)
        .fipsEnabled(wanted.fips())
        .dualstackEnabled(wanted.dualStack())
        .credentialsProvider(credentials)
        .httpClient(http())
        .overrideConfiguration(overrides().build());
  }

  private ClientOverrideConfiguration.Builder overrides() {
    ClientOverrideConfiguration.Builder override =
        ClientOverrideConfiguration.builder().retryStrategy(AwsRetryStrategy.doNotRetry());
    config.setting("AWS_PROFILE").ifPresent(override::defaultProfileName);
    return override;
  }

  /**
   * The endpoint that the settings name for a service.
   *
   * @param service in capitals, as the variable has it: {@code S3}, {@code KMS}
   * @throws CloudException INVALID_ARGUMENT when it is no URL
   */
  public Optional<URI> endpoint(String service) {
    String own = "AWS_ENDPOINT_URL_" + service;
    String variable = config.setting(own).isPresent() ? own : "AWS_ENDPOINT_URL";
    return config.setting(variable).map(url -> endpoint(variable, url));
  }

  static URI endpoint(String variable, String url) {
    try {
      URI uri = URI.create(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below, as any other text that is no URL.
    }
    throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
        .message(variable + " '" + url + "' is no URL; write http://host:port or https://host");
  }

  /** Whether objects can be copied between what these and {@code other} reach. */
  public boolean reachesSameS3As(AwsClients other) {
    return other == this || s3Endpoint().equals(other.s3Endpoint());
  }

  private static boolean isAmazon(URI endpoint) {
    String host = endpoint.getHost().toLowerCase(Locale.ROOT);
    return host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn");
  }

  Region region() {
    Optional<String> told =
        config.setting("AWS_REGION").or(() -> config.setting("AWS_DEFAULT_REGION"));
    if (told.isPresent()) {
      return Region.of(told.get());
    }
    try {
      DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
      config.setting("AWS_PROFILE").ifPresent(chain::profileName);
      return chain.build().getRegion();
    } catch (SdkClientException e) {
      return FALLBACK_REGION;
    }
  }

  private AwsCredentialsProvider credentials() {
    if (credentials == null) {
      credentials = fromSettings().orElseGet(() -> new CredentialChain(config, this));
    }
    return credentials;
  }

  private Optional<AwsCredentialsProvider> fromSettings() {
    Optional<String> id = config.setting("AWS_ACCESS_KEY_ID");
    Optional<String> secret = config.setting("AWS_SECRET_ACCESS_KEY");
    if (id.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    AwsCredentials keys =
        config
            .setting("AWS_SESSION_TOKEN")
            .<AwsCredentials>map(
                token -> AwsSessionCredentials.create(id.get(), secret.get(), token))
            .orElseGet(() -> AwsBasicCredentials.create(id.get(), secret.get()));
    return Optional.of(StaticCredentialsProvider.create(keys));
  }

  private SdkHttpClient http() {
    if (http == null) {
      Duration silence = config.silence(Duration.ofSeconds(60));
      http =
          new ProxiedConnections(
              config.read(Proxies::of),
              proxy ->
                  Apache5HttpClient.builder()
                      .maxConnections(MOST_CONNECTIONS)
                      .connectionTimeout(Duration.ofSeconds(10))
                      .socketTimeout(silence)
                      .proxyConfiguration(proxy)
                      .build());
    }
    return http;
  }

  @Override
  public synchronized void close() {
    if (s3 != null) {
      s3.close();
      s3 = null;
    }
    if (credentials instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("credentials cannot be closed", e);
      }
    }
    credentials = null;
    signer = null;
    s3Endpoints = null;
    if (contentHttp != null) {
      contentHttp.close();
      contentHttp = null;
    }
    if (http != null) {
      http.close();
      http = null;
    }
  }
}
