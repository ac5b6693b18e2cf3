package io.lepton.local.runtime;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Programs of this machine. */
final class HostPath {

  private HostPath() {}

  /** The folders of the PATH. */
  static List<Path> folders() {
    String path = System.getenv("PATH");
    return Arrays.stream((path == null ? "/usr/bin:/bin" : path).split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(Path::of)
        .toList();
  }

  /** The program of this name, if there is one. */
  static Optional<Path> find(String program) {
    return find(program, folders());
  }

  /** The program of this name in {@code folders}, the first one first. */
  static Optional<Path> find(String program, List<Path> folders) {
    return folders.stream()
        .map(folder -> folder.resolve(program))
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .findFirst();
  }

  /** The java command of the running JVM. */
  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
