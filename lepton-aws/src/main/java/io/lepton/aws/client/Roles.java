package io.lepton.aws.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

/**
 * Credentials of roles, which the Security Token Service gives. A class of its own, so that the
 * service's classes are loaded by those only who take roles.
 */
final class Roles {
  private Roles() {}

  /** The role of whoever has the token that a file holds; the file is read for every request. */
  static AwsCredentialsProvider ofToken(
      AwsClients clients, Region region, String role, Optional<String> session, Path token) {
    StsClient sts = client(clients, region, AnonymousCredentialsProvider.create());
    String name = session.orElseGet(Roles::newSession);
    return new OwnedCredentials(
        StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(
                () ->
                    AssumeRoleWithWebIdentityRequest.builder()
                        .roleArn(role)
                        .roleSessionName(name)
                        .webIdentityToken(read(token))
                        .build())
            .build(),
        List.of(sts));
  }

  /**
   * The role that a profile names.
   *
   * @param source whose credentials may take it; closed with what is returned
   */
  static AwsCredentialsProvider ofProfile(
      AwsClients clients, Region region, Profile profile, AwsCredentialsProvider source) {
    StsClient sts = client(clients, region, source);
    String name = profile.property(ProfileProperty.ROLE_SESSION_NAME).orElseGet(Roles::newSession);
    return new OwnedCredentials(
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(
                request -> {
                  request.roleArn(profile.property(ProfileProperty.ROLE_ARN).orElseThrow());
                  request.roleSessionName(name);
                  profile.property(ProfileProperty.EXTERNAL_ID).ifPresent(request::externalId);
                  profile
                      .property(ProfileProperty.DURATION_SECONDS)
                      .map(Integer::valueOf)
                      .ifPresent(request::durationSeconds);
                })
            .build(),
        List.of(sts, source));
  }

  private static StsClient client(
      AwsClients clients, Region region, AwsCredentialsProvider credentials) {
    return clients.configure(StsClient.builder(), "sts", region, credentials).build();
  }

  private static String newSession() {
    return "lepton-" + System.currentTimeMillis();
  }

  private static String read(Path token) {
    try {
      return Files.readString(token).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the token cannot be read: " + e, e);
    }
  }
}
