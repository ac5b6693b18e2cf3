package io.lepton.migrate;

import io.lepton.json.Json;
import io.lepton.spi.Place;
import io.lepton.transfer.ObjectStores;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys that a place held before a step first wrote there, so that a rollback deletes none of
 * them. One JSON string a line, in a file that is complete or not there.
 */
final class KeysBefore {
  private final Path file;

  KeysBefore(Path file) {
    this.file = file;
  }

  /** Writes the keys down, unless an earlier run of the step did. */
  void remember(ObjectStores stores, Place place) {
    if (Files.exists(file)) {
      return;
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.createDirectories(file.getParent());
      try (BufferedWriter writer = Files.newBufferedWriter(unfinished)) {
        PlaceDigest.forEach(
            stores,
            place,
            object -> {
              try {
                writer.append(Json.line(object.key())).append('\n');
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | UncheckedIOException e) {
      throw new StepFailedException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** The keys; empty when no run of the step got as far as writing. */
  Optional<Set<String>> recall() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return Optional.of(
          lines.map(line -> Json.read(line, String.class)).collect(Collectors.toSet()));
    } catch (IOException e) {
      throw new StepFailedException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
