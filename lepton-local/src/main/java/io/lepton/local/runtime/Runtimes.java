package io.lepton.local.runtime;

import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Chooses what runs an image. */
final class Runtimes {
  private static final String CHOICE = "LEPTON_LOCAL_RUNTIME";
  private static final String FLAGS = "LEPTON_PODMAN_FLAGS";
  private static final List<String> ENGINES = List.of("podman", "docker");

  private final Path home;
  private final ProviderConfig config;

  Runtimes(Path home, ProviderConfig config) {
    this.home = home;
    this.config = config;
  }

  /** The runtime for a new revision. */
  ReplicaRuntime choose(String image) {
    Optional<String> wish = config.setting(CHOICE);
    if (wish.isPresent()) {
      return named(wish.get());
    }
    if (image.startsWith("file:")) {
      return named(ProcessRuntime.NAME);
    }
    return ENGINES.stream()
        .filter(engine -> HostPath.find(engine).isPresent())
        .findFirst()
        .map(this::named)
        .orElseGet(() -> named(ProcessRuntime.NAME));
  }

  /** The runtime of a revision that is there. */
  ReplicaRuntime named(String name) {
    if (name.equals(ProcessRuntime.NAME)) {
      return new ProcessRuntime(home);
    }
    if (!ENGINES.contains(name)) {
      throw LocalFailures.of(ErrorKind.INVALID_ARGUMENT, "choose runtime", name)
          .message(CHOICE + " must be process, podman or docker");
    }
    Path program =
        HostPath.find(name)
            .orElseThrow(
                () ->
                    LocalFailures.of(ErrorKind.UNSUPPORTED, "choose runtime", name)
                        .message(name + " is not installed; install it or unset " + CHOICE));
    List<String> flags =
        config
            .setting(FLAGS)
            .map(text -> Arrays.asList(text.strip().split("\\s+")))
            .orElse(List.of());
    return new EngineRuntime(new Engine(name, program), home, flags);
  }
}
