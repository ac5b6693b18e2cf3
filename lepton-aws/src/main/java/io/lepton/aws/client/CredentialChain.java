package io.lepton.aws.client;

import io.lepton.spi.ProviderConfig;
import java.util.ArrayList;
import java.util.List;
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
 * The SDK's default chain. Where that finds no credentials, it quotes every one of its providers;
 * this names what is set up and does not work, or else where something could be.
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
      throw new NoCredentialsException(
          "no credentials were found: "
              + String.join("; ", reasons())
              + "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE,"
              + " or run 'aws configure' or 'aws sso login'",
          e);
    }
  }

  private List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    reasons.add(
        config.setting(KEY_ID).isEmpty()
            ? KEY_ID + " is not set"
            : KEY_ID + " is set and " + SECRET + " is not");
    if (ProfileFile.defaultProfileFile().profile(profile).isPresent()) {
      reasons.add(
          "profile '"
              + profile
              + "' gives none ("
              + failure(ProfileCredentialsProvider.builder().profileName(profile).build())
              + ")");
    } else {
      reasons.add(
          "there is no profile '"
              + profile
              + "' in "
              + ProfileFileLocation.credentialsFilePath()
              + " or "
              + ProfileFileLocation.configurationFilePath());
    }
    if (config.setting(WEB_IDENTITY).isPresent()) {
      reasons.add(
          WEB_IDENTITY
              + " gives none ("
              + failure(WebIdentityTokenFileCredentialsProvider.create())
              + ")");
    }
    if (config.setting(CONTAINER + "RELATIVE_URI").isPresent()
        || config.setting(CONTAINER + "FULL_URI").isPresent()) {
      reasons.add(
          "the container gives none ("
              + failure(ContainerCredentialsProvider.builder().build())
              + ")");
    }
    return reasons;
  }

  /** Why a single provider fails, which has failed in the chain already. */
  private static String failure(AwsCredentialsProvider provider) {
    try {
      provider.resolveCredentials();
      return "they were given when asked once more";
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    } finally {
      if (provider instanceof AutoCloseable closeable) {
        close(closeable);
      }
    }
  }

  private static void close(AutoCloseable provider) {
    try {
      provider.close();
    } catch (Exception e) {
      throw new IllegalStateException("credentials cannot be closed", e);
    }
  }

  @Override
  public void close() {
    chain.close();
  }
}
