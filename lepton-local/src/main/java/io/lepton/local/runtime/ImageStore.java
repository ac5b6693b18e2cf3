package io.lepton.local.runtime;

import io.lepton.spi.ErrorKind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Images unpacked once each, in folders named by their identity. A folder appears whole or not at
 * all. Callers hold the lock of {@link #lock}.
 */
final class ImageStore {
  private final Path folder;

  ImageStore(Path home) {
    this.folder = home.resolve("images");
  }

  /** Excludes everyone else from unpacking and collecting. */
  FileMutex lock() throws IOException {
    return FileMutex.acquire(folder.resolve(".lock"));
  }

  /**
   * An unpacked image.
   *
   * @param root its file system
   * @param config how it wants to be run
   * @param java the java command to run it with: its own, or that of this JVM
   */
  record Unpacked(Path root, ImageConfig config, Path java) {}

  /** Unpacks an image unless it is there. */
  void unpack(ImageArchive archive) throws IOException, InterruptedException {
    Path target = folder.resolve(archive.id());
    if (Files.exists(target)) {
      return;
    }
    // Under the lock nobody else unpacks: what is unfinished was left by someone who died.
    for (Path left : StateFiles.children(folder)) {
      if (left.getFileName().toString().startsWith(".unfinished-")) {
        StateFiles.deleteTree(left);
      }
    }
    Path unfinished = Files.createTempDirectory(folder, ".unfinished-").toAbsolutePath();
    try {
      Path root = Files.createDirectory(unfinished.resolve("root"));
      archive.unpack(root);
      write(unfinished, archive.config(), root);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      StateFiles.deleteTree(unfinished);
    }
  }

  private static void write(Path unfinished, ImageConfig config, Path root)
      throws IOException, InterruptedException {
    Properties values = new Properties();
    Numbered.put(values, "entryPoint", config.entryPoint());
    config.environment().forEach((name, value) -> values.put("env." + name, value));
    values.put("workingDirectory", config.workingDirectory());
    Optional<Path> java = HostPath.find("java", pathInside(config, root));
    if (java.isPresent() && runs(java.get())) {
      values.put("java", root.relativize(java.get()).toString());
    }
    StateFiles.write(unfinished.resolve("image.properties"), values);
  }

  /** An image's own Java may be made for another C library than this machine has. */
  private static boolean runs(Path java) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(java.toString(), "-version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return false;
    }
    try {
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  /** The folders of the image's own PATH, on this machine. */
  static List<Path> pathInside(ImageConfig config, Path root) {
    String path = config.environment().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    List<Path> folders = new ArrayList<>();
    Arrays.stream(path.split(File.pathSeparator))
        .filter(entry -> entry.startsWith("/"))
        .forEach(entry -> folders.add(root.resolve(entry.substring(1))));
    return folders;
  }

  /** An image that was unpacked before. */
  Unpacked open(String id) throws IOException {
    Path image = folder.resolve(id).toAbsolutePath();
    Properties values =
        StateFiles.read(image.resolve("image.properties"))
            .orElseThrow(
                () ->
                    LocalFailures.of(ErrorKind.NOT_FOUND, "open image", image)
                        .message("the unpacked image is gone; remove the revision and deploy it"));
    Path root = image.resolve("root");
    String java = values.getProperty("java");
    return new Unpacked(
        root,
        new ImageConfig(
            Numbered.list(values, "entryPoint"),
            values.getProperty("workingDirectory", "/"),
            Map.copyOf(Numbered.named(values, "env."))),
        java == null ? HostPath.java() : root.resolve(java));
  }

  /** Deletes every image but these. */
  void keepOnly(Set<String> ids) throws IOException {
    for (Path image : StateFiles.children(folder)) {
      String name = image.getFileName().toString();
      if (!name.equals(".lock") && !ids.contains(name)) {
        StateFiles.deleteTree(image);
      }
    }
  }
}
