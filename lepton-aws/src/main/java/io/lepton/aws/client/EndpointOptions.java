package io.lepton.aws.client;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;

/**
 * Which of Amazon's endpoints are wanted ("Dual-stack and FIPS endpoints", AWS SDKs and Tools
 * Reference Guide): as {@code AWS_USE_FIPS_ENDPOINT} and {@code AWS_USE_DUALSTACK_ENDPOINT} say,
 * and where the settings do not, as the SDK finds for itself: by its system properties, the process
 * environment or the profile.
 *
 * @param fips those whose cryptography FIPS 140 validates
 * @param dualStack those that have IPv6 addresses too
 */
record EndpointOptions(boolean fips, boolean dualStack) {

  /**
   * What is wanted.
   *
   * @throws CloudException INVALID_ARGUMENT when one says neither true nor false
   */
  static EndpointOptions of(ProviderConfig config) {
    String profile = SharedFile.profile(config);
    return new EndpointOptions(
        isOn(
            config,
            "AWS_USE_FIPS_ENDPOINT",
            () -> FipsEnabledProvider.builder().profileName(profile).build().isFipsEnabled()),
        isOn(
            config,
            "AWS_USE_DUALSTACK_ENDPOINT",
            () ->
                DualstackEnabledProvider.builder()
                    .profileName(profile)
                    .build()
                    .isDualstackEnabled()));
  }

  private static boolean isOn(
      ProviderConfig config, String name, Supplier<Optional<Boolean>> otherwise) {
    Optional<String> told = config.setting(name);
    if (told.isEmpty()) {
      try {
        return otherwise.get().orElse(false);
      } catch (IllegalStateException e) {
        throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
            .operation("open")
            .cause(e)
            .message("what stands for " + name + ": " + e.getMessage());
      }
    }
    return switch (told.get().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
              .operation("open")
              .message(name + " is true or false, not '" + told.get() + "'");
    };
  }
}
