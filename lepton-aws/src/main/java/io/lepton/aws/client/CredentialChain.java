package io.lepton.aws.client;

import io.lepton.spi.ProviderConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/**
 * The SDK's default chain. Where that finds no credentials, it quotes every one of its providers
 * and hides whether one was only out of reach; this names what is set up and does not work, or else
 * where something could be.
 */
final class CredentialChain implements AwsCredentialsProvider, AutoCloseable {
  private static final String KEY_ID = "AWS_ACCESS_KEY_ID";
  private static final String SECRET = "AWS_SECRET_ACCESS_KEY";
  private static final String WEB_IDENTITY = "AWS_WEB_IDENTITY_TOKEN_FILE";
  private static final String CONTAINER = "AWS_CONTAINER_CREDENTIALS_";

  private final ProviderConfig config;
  private final String profile;
  private final DefaultCredentialsProvider chain;

  CredentialChain(ProviderConfig config) {
    this.config = config;
    this.profile = SharedFile.profile(config);
    this.chain = DefaultCredentialsProvider.builder().profileName(profile).build();
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
            "no credentials were found: "
                + texts(failures)
                + "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE,"
                + " or run 'aws configure' or 'aws sso login'",
            false,
            error)
        : new NoCredentialsException(
            "credentials cannot be had just now: " + texts(passing) + "; run again", true, error);
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
      failures.add(
          SourceFailure.asked(
              "profile '" + profile + "'",
              ProfileCredentialsProvider.builder().profileName(profile).build()));
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
    if (config.setting(WEB_IDENTITY).isPresent()) {
      failures.add(
          SourceFailure.asked(WEB_IDENTITY, WebIdentityTokenFileCredentialsProvider.create()));
    }
    if (config.setting(CONTAINER + "RELATIVE_URI").isPresent()
        || config.setting(CONTAINER + "FULL_URI").isPresent()) {
      failures.add(
          SourceFailure.asked("the container", ContainerCredentialsProvider.builder().build()));
    }
    SourceFailure.ofMachine().ifPresent(failures::add);
    return failures;
  }

  @Override
  public void close() {
    chain.close();
  }
}
