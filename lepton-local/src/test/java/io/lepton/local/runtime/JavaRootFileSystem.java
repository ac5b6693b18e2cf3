package io.lepton.local.runtime;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A Debian file system with a Java runtime, as a tar: the base of images that run in containers.
 * Made by debootstrap once, which takes about two minutes, and kept in the user's cache.
 */
final class JavaRootFileSystem {
  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".cache", "lepton-tests", "jre-17-bookworm.tar");

  private JavaRootFileSystem() {}

  /** The tar; where it cannot be made the test is skipped, or fails if everything is required. */
  static Path orSkip() throws IOException, InterruptedException {
    if (Files.exists(CACHE)) {
      return CACHE;
    }
    Optional<Path> debootstrap =
        HostPath.find("debootstrap")
            .or(() -> HostPath.find("debootstrap", List.of(Path.of("/usr/sbin"))));
    if (debootstrap.isEmpty() || !System.getProperty("user.name").equals("root")) {
      skip("debootstrap is not installed, or this is not root");
    }
    Files.createDirectories(CACHE.getParent());
    Path root = Files.createTempDirectory("lepton-debootstrap");
    Path unfinished = Files.createTempFile(CACHE.getParent(), "jre", ".part");
    try {
      run(
          debootstrap.orElseThrow().toString(),
          "--variant=minbase",
          "--include=openjdk-17-jre-headless",
          "bookworm",
          root.toString());
      run(
          "tar",
          "-C",
          root.toString(),
          "--exclude=./proc/*",
          "--exclude=./sys/*",
          "--exclude=./dev/*",
          "--exclude=./var/cache/apt",
          "--exclude=./var/lib/apt/lists",
          "--exclude=./usr/share/doc",
          "-cf",
          unfinished.toString(),
          ".");
      Files.move(unfinished, CACHE, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
      run("rm", "-rf", "--one-file-system", root.toString());
    }
    return CACHE;
  }

  /** Skips with a reason, or fails where nothing may be skipped. */
  static void skip(String reason) {
    if ("1".equals(System.getenv("LEPTON_REQUIRE_ALL"))) {
      fail(reason);
    }
    Assumptions.abort(reason);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Path log = Files.createTempFile("lepton-debootstrap", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
        fail(List.of(command) + " failed: " + Files.readString(log));
      }
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(log);
    }
  }
}
