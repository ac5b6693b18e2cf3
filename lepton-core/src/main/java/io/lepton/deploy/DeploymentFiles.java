package io.lepton.deploy;

import io.lepton.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files in which a rollout remembers; each is replaced whole. */
final class DeploymentFiles {
  private final Path deployment;
  private final Path shift;

  DeploymentFiles(Path folder) {
    this.deployment = folder.resolve("deployment.json");
    this.shift = folder.resolve("shift.json");
  }

  Optional<Deployment> find() {
    return Files.exists(deployment)
        ? Optional.of(Json.read(deployment, Deployment.class))
        : Optional.empty();
  }

  /** Forgets the progress of an earlier shift, then remembers the start of this one. */
  void start(Deployment value) {
    delete(shift);
    Json.write(deployment, value);
  }

  void write(Deployment value) {
    Json.write(deployment, value);
  }

  Optional<ShiftProgress> shift() {
    return Files.exists(shift)
        ? Optional.of(Json.read(shift, ShiftProgress.class))
        : Optional.empty();
  }

  void write(ShiftProgress value) {
    Json.write(shift, value);
  }

  void forget() {
    delete(shift);
    delete(deployment);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be deleted", e);
    }
  }
}
