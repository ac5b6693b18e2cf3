package io.lepton.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a provider is opened with: settings under the ecosystem's own variable names (for example
 * {@code AWS_ENDPOINT_URL}), and a folder for state that must outlive the process.
 *
 * @param settings variable names and values; the process environment unless told otherwise. Values
 *     may be secret: they are never logged and {@link #toString} shows names only
 * @param home folder where the provider may keep state; created by whoever writes first
 */
public record ProviderConfig(Map<String, String> settings, Path home) {

  /** Name of the variable that moves {@link #home} from {@code ~/.lepton}. */
  public static final String HOME_VARIABLE = "LEPTON_HOME";

  /** Name of the variable of {@link #silence}, in seconds. */
  public static final String SILENCE_VARIABLE = "LEPTON_SILENCE_SECONDS";

  public ProviderConfig {
    settings = Map.copyOf(settings);
    Objects.requireNonNull(home, "home");
  }

  /** The process environment, with {@code LEPTON_HOME} or else {@code ~/.lepton} as home. */
  public static ProviderConfig fromEnvironment() {
    Map<String, String> environment = System.getenv();
    String home = environment.get(HOME_VARIABLE);
    return new ProviderConfig(
        environment,
        home == null || home.isBlank()
            ? Path.of(System.getProperty("user.home"), ".lepton")
            : Path.of(home).toAbsolutePath());
  }

  /** The value of {@code name}; empty when it is missing or blank. */
  public Optional<String> setting(String name) {
    return Optional.ofNullable(settings.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * How long a connection may stay silent in the middle of a request before the request is given up
   * with TIMED_OUT, which a retry can mend: {@code LEPTON_SILENCE_SECONDS}, or else what suits the
   * provider.
   *
   * @throws CloudException INVALID_ARGUMENT when the variable holds no positive number
   */
  public Duration silence(Duration otherwise) {
    Optional<String> told = setting(SILENCE_VARIABLE);
    if (told.isEmpty()) {
      return otherwise;
    }
    try {
      long millis = Math.round(Double.parseDouble(told.get().strip()) * 1000);
      if (millis >= 1 && millis <= Integer.MAX_VALUE) {
        return Duration.ofMillis(millis);
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number out of range is.
    }
    throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
        .operation("open")
        .message(SILENCE_VARIABLE + " is a number of seconds such as 60, not '" + told.get() + "'");
  }

  /**
   * What {@code reader} makes of the settings, which it looks up by name as {@link #setting} does.
   *
   * @throws CloudException INVALID_ARGUMENT, with its message, when it refuses one by an
   *     IllegalArgumentException
   */
  public <T> T read(Function<Function<String, Optional<String>>, T> reader) {
    try {
      return reader.apply(this::setting);
    } catch (IllegalArgumentException e) {
      throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
          .operation("open")
          .cause(e)
          .message(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return "ProviderConfig[settings=" + settings.keySet() + ", home=" + home + "]";
  }
}
