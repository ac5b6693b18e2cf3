package io.lepton.spi.container;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A revision to deploy.
 *
 * <p>A replica listens on the port that the variable {@code PORT} tells it, the convention of Cloud
 * Run and others, and answers HTTP 200 on the readiness path once it can serve.
 *
 * @param name service and revision
 * @param image an image reference ({@code registry/name:tag} or {@code @sha256:...}), or the {@code
 *     file:} URI of an image tarball
 * @param command replaces the image's own entry point; empty keeps it
 * @param environment variables of every replica, beside {@code PORT}
 * @param replicas how many to run; at least 0
 * @param vcpus processors of each replica
 * @param memoryGib memory of each replica
 * @param readinessPath HTTP path that answers 200 when the replica can serve
 * @param fixedPort the port of this machine to listen on, where the platform runs on this machine
 *     and there is one replica; empty lets the platform choose
 * @param labels found again by {@link ContainerBackend#listByLabels}
 */
public record RevisionSpec(
    RevisionName name,
    String image,
    List<String> command,
    Map<String, String> environment,
    int replicas,
    double vcpus,
    double memoryGib,
    String readinessPath,
    OptionalInt fixedPort,
    Map<String, String> labels) {

  public RevisionSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(fixedPort, "fixedPort");
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    labels = Map.copyOf(labels);
    if (replicas < 0 || !(vcpus > 0) || !(memoryGib > 0)) {
      throw new IllegalArgumentException(
          "revision " + name + " needs replicas >= 0 and vcpus and memory above 0");
    }
    if (!readinessPath.startsWith("/")) {
      throw new IllegalArgumentException("readiness path '" + readinessPath + "' needs a /");
    }
    if (fixedPort.isPresent() && replicas > 1) {
      throw new IllegalArgumentException("a fixed port can serve one replica, not " + replicas);
    }
  }
}
