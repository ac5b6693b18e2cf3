package io.lepton.aws.client;

import io.lepton.spi.ProviderConfig;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/**
 * What the shared configuration file tells of endpoints ("Service-specific endpoints", AWS SDKs and
 * Tools Reference Guide), and of whom.
 */
final class SharedFile {
  private SharedFile() {}

  /** The name of the profile to use. */
  static String profile(ProviderConfig config) {
    return config
        .setting("AWS_PROFILE")
        .orElseGet(ProfileFileSystemSetting.AWS_PROFILE::getStringValueOrThrow);
  }

  /** The endpoint of a service, its own or else that of all services. */
  static Optional<URI> endpoint(ProviderConfig config, String service) {
    ProfileFile file = ProfileFile.defaultProfileFile();
    String name = profile(config);
    return file.profile(name)
        .flatMap(
            profile ->
                profile
                    .property("services")
                    .flatMap(services -> file.getSection("services", services))
                    .flatMap(section -> section.property(service + ".endpoint_url"))
                    .or(() -> profile.property("endpoint_url")))
        .map(url -> AwsClients.endpoint("endpoint_url of profile " + name, url));
  }
}
