package io.lepton.image;

import io.lepton.event.LeptonEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Files to pack, and a step with a cache of its own. */
final class ImageFixture {
  final Path root;
  final Path lib;
  final Path model;
  final List<LeptonEvent> events = new CopyOnWriteArrayList<>();
  final ImageStep step;

  ImageFixture(Path root) throws IOException {
    this(root, Instant.parse("2024-05-06T07:08:09Z"), "rw-r--r--");
  }

  ImageFixture(Path root, Instant modified, String permissions) throws IOException {
    this.root = root;
    this.lib = Files.createDirectories(root.resolve("lib"));
    this.model = Files.createDirectories(root.resolve("model"));
    this.step = new ImageStep(root.resolve("cache"), events::add);
    write(lib.resolve("engine-native-cpu.jar"), "native");
    write(lib.resolve("jackson.jar"), "jackson");
    write(lib.resolve("lepton-serving.jar"), "serving");
    write(model.resolve("weights/part-1.bin"), "weights");
    write(model.resolve("model.json"), "{}");
    for (Path file : List.of(lib, model)) {
      try (var walk = Files.walk(file)) {
        for (Path path : walk.filter(Files::isRegularFile).toList()) {
          Files.setLastModifiedTime(path, FileTime.from(modified));
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
      }
    }
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  ImageRequest.Builder request(String target, String... tags) {
    return ImageRequest.of(model, ImageTarget.parse(target, List.of(tags), root))
        .classPath(List.of(lib));
  }

  /** Another text of equal length under an equal date, as quick successive writes leave it. */
  static void replaceKeepingDate(Path file, String text) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    write(file, text);
    Files.setLastModifiedTime(file, modified);
  }
}
