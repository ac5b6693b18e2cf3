package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher starts the placing commands on a class path of few libraries; these must do. */
class PlacingStartTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LIBRARY = Pattern.compile("\"\\$dist\"/lib/([a-z-]+?)-\\*\\.jar");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--version",
        "allocate --json examples/placing/allocation.yaml",
        "allocate examples/placing/allocation.yaml --time-limit-ms 2000",
        "allocate --help",
        "schedule --json --goal pareto examples/placing/schedule.yaml",
        "schedule --help",
        "catalog list --json examples/placing/offers.csv",
        "catalog list --help",
      })
  void itsLibrariesAreEnough(String arguments) throws Exception {
    assertThat(start(arguments)).isNotBlank().doesNotContain("lepton: ", "Error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"allocate none.yaml", "schedule none.yaml", "catalog list none.csv"})
  void failuresAreToldToo(String arguments) throws Exception {
    assertThat(start(arguments)).contains("lepton: ").contains("none.").doesNotContain("Error");
  }

  /** What a machine prints that has only these libraries. */
  private static String start(String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath(), Main.class.getName()));
    command.addAll(List.of(arguments.split(" ")));
    Process machine =
        new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true).start();
    try {
      machine.getOutputStream().close();
      return new String(machine.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      machine.waitFor();
    }
  }

  private static String classPath() throws IOException {
    List<String> libraries =
        LIBRARY
            .matcher(Files.readString(ROOT.resolve("lepton")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(libraries).contains("lepton-cli", "lepton-core", "picocli");
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> libraries.stream().anyMatch(library -> isOf(library, Path.of(entry))))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Its jar, or what the build has made of this module so far. */
  private static boolean isOf(String library, Path entry) {
    String name = entry.getFileName().toString();
    return entry.equals(ROOT.resolve(library).resolve("target/classes"))
        || (name.startsWith(library + "-") && name.endsWith(".jar"));
  }
}
