package io.lepton.aws.client;

import io.lepton.spi.ProviderConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/**
 * The SDK's default chain: the same sources in the same order, of which those that ask a service do
 * so by clients of {@link AwsClients}, the SDK's own know neither its settings nor its proxies.
 * Where the SDK finds no credentials, it quotes every one of its providers and hides whether one
 * was only out of reach; this names what is set up and does not work, or else where something could
 * be.
 */
final class CredentialChain implements AwsCredentialsProvider, AutoCloseable {
  private static final String KEY_ID = "AWS_ACCESS_KEY_ID";
  private static final String SECRET = "AWS_SECRET_ACCESS_KEY";
  private static final String WEB_IDENTITY = "AWS_WEB_IDENTITY_TOKEN_FILE";
  private static final String ROLE = "AWS_ROLE_ARN";
  private static final String CONTAINER = "AWS_CONTAINER_CREDENTIALS_";

  private final ProviderConfig config;
  private final String profile;
  private final Optional<AwsCredentialsProvider> webIdentity;
  private final AwsCredentialsProvider ofProfile;
  private final AwsCredentialsProvider ofContainer;
  private final AwsCredentialsProvider ofMachine;
  private final AwsCredentialsProviderChain chain;

  /** Asks nobody; clients are made of what the settings and the shared files name. */
  CredentialChain(ProviderConfig config, AwsClients clients) {
    this.config = config;
    this.profile = SharedFile.profile(config);
    this.webIdentity =
        setting(WEB_IDENTITY, SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE)
            .map(token -> made(() -> webIdentity(clients, Path.of(token))));
    this.ofProfile =
        made(() -> new ProfileCredentials(clients, ProfileFile.defaultProfileFile()).of(profile));
    this.ofContainer = ContainerCredentialsProvider.builder().build();
    this.ofMachine = InstanceProfileCredentialsProvider.builder().profileName(profile).build();
    List<AwsCredentialsProvider> sources = new ArrayList<>();
    sources.add(SystemPropertyCredentialsProvider.create());
    sources.add(EnvironmentVariableCredentialsProvider.create());
    webIdentity.ifPresent(sources::add);
    sources.addAll(List.of(ofProfile, ofContainer, ofMachine));
    this.chain = AwsCredentialsProviderChain.builder().credentialsProviders(sources).build();
  }

  /** A source, or one that throws what its making threw, for the next of a chain to be asked. */
  static AwsCredentialsProvider made(Supplier<AwsCredentialsProvider> maker) {
    try {
      return maker.get();
    } catch (RuntimeException e) {
      return () -> {
        throw e;
      };
    }
  }

  private AwsCredentialsProvider webIdentity(AwsClients clients, Path token) {
    String role =
        setting(ROLE, SdkSystemSetting.AWS_ROLE_ARN)
            .orElseThrow(() -> new IllegalArgumentException(ROLE + " is not set"));
    Optional<String> session =
        setting("AWS_ROLE_SESSION_NAME", SdkSystemSetting.AWS_ROLE_SESSION_NAME);
    return Roles.ofToken(clients, clients.region(), role, session, token);
  }

  private Optional<String> setting(String name, SdkSystemSetting otherwise) {
    return config.setting(name).or(otherwise::getStringValue).map(String::strip);
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return chain.resolveCredentials();
    } catch (SdkException e) {
      throw explained(e);
    }
  }

  private NoCredentialsException explained(SdkException error) {
    List<SourceFailure> failures = failures();
    // Whoever gave some before is asked alone and throws what happened.
    SourceFailure.passing("who gave them before", error).ifPresent(failures::add);
    List<SourceFailure> passing = failures.stream().filter(SourceFailure::mayPass).toList();
    return passing.isEmpty()
        ? new NoCredentialsException(
            "no credentials were found: " + texts(failures) + advice(), false, error)
        : new NoCredentialsException(
            "credentials cannot be had just now: " + texts(passing) + "; run again", true, error);
  }

  private String advice() {
    Optional<Profile> named = ProfileFile.defaultProfileFile().profile(profile);
    if (named.filter(SingleSignOn::isUsedBy).isPresent()) {
      return "; run 'aws sso login --profile " + profile + "'";
    }
    return named.isPresent() || webIdentity.isPresent()
        ? "; correct that, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        : "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE,"
            + " or run 'aws configure' or 'aws sso login'";
  }

  private static String texts(List<SourceFailure> failures) {
    return failures.stream().map(SourceFailure::text).collect(Collectors.joining("; "));
  }

  private List<SourceFailure> failures() {
    List<SourceFailure> failures = new ArrayList<>();
    failures.add(
        SourceFailure.lasting(
            config.setting(KEY_ID).isEmpty()
                ? KEY_ID + " is not set"
                : KEY_ID + " is set and " + SECRET + " is not"));
    if (ProfileFile.defaultProfileFile().profile(profile).isPresent()) {
      failures.add(SourceFailure.asked("profile '" + profile + "'", ofProfile));
    } else {
      failures.add(
          SourceFailure.lasting(
              "there is no profile '"
                  + profile
                  + "' in "
                  + ProfileFileLocation.credentialsFilePath()
                  + " or "
                  + ProfileFileLocation.configurationFilePath()));
    }
    webIdentity.ifPresent(source -> failures.add(SourceFailure.asked(WEB_IDENTITY, source)));
    if (config.setting(CONTAINER + "RELATIVE_URI").isPresent()
        || config.setting(CONTAINER + "FULL_URI").isPresent()) {
      failures.add(SourceFailure.asked("the container", ofContainer));
    }
    SourceFailure.ofMachine(ofMachine).ifPresent(failures::add);
    return failures;
  }

  @Override
  public void close() {
    chain.close();
  }
}
