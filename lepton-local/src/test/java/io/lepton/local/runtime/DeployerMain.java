package io.lepton.local.runtime;

import io.lepton.spi.ProviderConfig;
import io.lepton.spi.container.RevisionName;
import io.lepton.spi.container.RevisionSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A program that deploys and ends; what tests run in a JVM of its own, and kill. */
final class DeployerMain {

  private DeployerMain() {}

  static RevisionSpec spec(String image) {
    return new RevisionSpec(
        new RevisionName("killed", "v1"),
        image,
        List.of(),
        Map.of("GREETING", "still here"),
        3,
        0.5,
        0.25,
        "/ready",
        OptionalInt.empty(),
        Map.of());
  }

  public static void main(String[] arguments) {
    LocalContainerBackend.open(new ProviderConfig(Map.of(), Path.of(arguments[0])))
        .deploy(spec(arguments[1]));
    System.out.println("deployed");
  }
}
