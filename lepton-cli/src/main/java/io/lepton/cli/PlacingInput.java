package io.lepton.cli;

import io.lepton.catalog.CatalogAudit;
import io.lepton.config.InputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command that places something on a catalog's offers is told. */
final class PlacingInput {
  @Parameters(paramLabel = "FILE", description = "The problem, a YAML or JSON file.")
  private Path file = Path.of("");

  @Option(
      names = "--catalog",
      paramLabel = "CSV",
      description = "Offers, instead of the file's own; may be given several times.")
  private List<Path> catalogs = List.of();

  @Option(names = "--time-limit-ms", paramLabel = "N", description = "How long to search.")
  private @Nullable Long timeLimitMillis;

  Path file() {
    return file;
  }

  /** The offers to choose from; doubtful ones are counted on standard error. */
  CatalogAudit offers(Console console) {
    return Doubts.offers(file, catalogs, console);
  }

  /** How long to search, where that is told. */
  Optional<Duration> limit() {
    if (timeLimitMillis != null && timeLimitMillis < 1) {
      throw new InputException("--time-limit-ms must be at least 1, not " + timeLimitMillis);
    }
    return Optional.ofNullable(timeLimitMillis).map(Duration::ofMillis);
  }
}
