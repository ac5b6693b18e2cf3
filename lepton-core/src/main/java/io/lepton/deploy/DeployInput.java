package io.lepton.deploy;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What to deploy.
 *
 * @param spec the {@code deploy} section
 * @param image reference or {@code file:} URI of a tarball, as the container backend takes it
 * @param imageDigest {@code sha256:...} of its manifest; with the environment and the replicas it
 *     decides the revision's name
 * @param command replaces the image's entry point; empty keeps it
 * @param environment variables of every replica
 * @param readinessPath answers 200 when a replica can serve
 * @param labels put on the revision and on the gateway, to be found again
 */
public record DeployInput(
    DeploySpec spec,
    String image,
    String imageDigest,
    List<String> command,
    Map<String, String> environment,
    String readinessPath,
    Map<String, String> labels) {

  public DeployInput {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(readinessPath, "readinessPath");
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    labels = Map.copyOf(labels);
    if (!imageDigest.matches("[a-z0-9]+:[0-9a-f]{32,}")) {
      throw new IllegalArgumentException("image digest '" + imageDigest + "' is no sha256:...");
    }
  }

  /** An image that keeps its own entry point and answers {@code /v2/health/ready}. */
  public static DeployInput of(DeploySpec spec, String image, String imageDigest) {
    return new DeployInput(
        spec, image, imageDigest, List.of(), Map.of(), "/v2/health/ready", Map.of());
  }

  /** The same with labels. */
  public DeployInput withLabels(Map<String, String> values) {
    return new DeployInput(spec, image, imageDigest, command, environment, readinessPath, values);
  }
}
