package io.lepton.aws.client;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;

/**
 * The credentials that profiles of the shared files tell of, in the order in which the SDK looks
 * ("AWS SDKs and Tools Reference Guide", credential providers). The SDK does that too, but by
 * clients of its own, which know neither the settings nor the proxies of {@link AwsClients}.
 */
final class ProfileCredentials {
  private final AwsClients clients;
  private final ProfileFile file;

  ProfileCredentials(AwsClients clients, ProfileFile file) {
    this.clients = clients;
    this.file = file;
  }

  /**
   * What a profile names, which fails when it is asked if the profile is missing or not complete.
   */
  AwsCredentialsProvider of(String name) {
    return CredentialChain.made(() -> of(name, Set.of()));
  }

  /**
   * Makes it.
   *
   * @param takers profiles that take their roles by its credentials
   */
  private AwsCredentialsProvider of(String name, Set<String> takers) {
    Profile profile =
        file.profile(name)
            .orElseThrow(() -> new IllegalArgumentException("there is no profile " + name));
    Optional<String> role = profile.property(ProfileProperty.ROLE_ARN);
    Optional<String> token = profile.property(ProfileProperty.WEB_IDENTITY_TOKEN_FILE);
    if (role.isPresent() && token.isPresent()) {
      return Roles.ofToken(
          clients,
          region(profile),
          role.get(),
          profile.property(ProfileProperty.ROLE_SESSION_NAME),
          Path.of(token.get()));
    }
    if (SingleSignOn.isUsedBy(profile)) {
      return SingleSignOn.of(clients, file, profile);
    }
    Optional<String> source = profile.property(ProfileProperty.SOURCE_PROFILE);
    if (role.isPresent() && source.isPresent()) {
      if (takers.contains(name)) {
        throw new IllegalArgumentException("profiles name each other as source: " + takers);
      }
      Set<String> all =
          Stream.concat(takers.stream(), Stream.of(name)).collect(Collectors.toUnmodifiableSet());
      return Roles.ofProfile(clients, region(profile), profile, of(source.get(), all));
    }
    Optional<String> place = profile.property(ProfileProperty.CREDENTIAL_SOURCE);
    if (role.isPresent() && place.isPresent()) {
      return Roles.ofProfile(clients, region(profile), profile, ofPlace(place.get()));
    }
    return ProfileCredentialsProvider.builder().profileFile(file).profileName(name).build();
  }

  private Region region(Profile profile) {
    return profile.property(ProfileProperty.REGION).map(Region::of).orElseGet(clients::region);
  }

  private static AwsCredentialsProvider ofPlace(String name) {
    return switch (name) {
      case "Environment" ->
          AwsCredentialsProviderChain.of(
              SystemPropertyCredentialsProvider.create(),
              EnvironmentVariableCredentialsProvider.create());
      case "EcsContainer" -> ContainerCredentialsProvider.builder().build();
      case "Ec2InstanceMetadata" -> InstanceProfileCredentialsProvider.create();
      default ->
          throw new IllegalArgumentException(
              "credential_source "
                  + name
                  + " is none of Environment, EcsContainer, Ec2InstanceMetadata");
    };
  }
}
