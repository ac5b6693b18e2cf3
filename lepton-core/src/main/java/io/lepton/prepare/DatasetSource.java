package io.lepton.prepare;

import io.lepton.config.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Labelled data on a local disk. Reading has no side effects and can be repeated. */
public sealed interface DatasetSource permits CsvSource, ImageFolderSource, IdxSource {

  /**
   * Reads all of it into memory.
   *
   * @throws InputException when it is missing, empty, damaged or has one class only, naming the
   *     file and the line
   */
  LabelledData read();

  /**
   * Finds out what lies at {@code place}: a CSV file, or a folder that holds one; a folder with the
   * IDX files {@code *images-idx3-ubyte[.gz]} and {@code *labels-idx1-ubyte[.gz]}, or that images
   * file; a folder with one folder of images a class.
   *
   * @param label name of a table's column of labels; other kinds ignore it
   * @throws InputException when it is none of these
   */
  static DatasetSource of(Path place, String label) {
    if (!Files.exists(place)) {
      throw new InputException(place + ": there is no such data set");
    }
    if (!Files.isDirectory(place)) {
      String name = name(place);
      if (name.contains("images-idx3-ubyte")) {
        return new IdxSource(place, IdxSource.labelsOf(place));
      }
      if (name.endsWith(".csv")) {
        return new CsvSource(place, label);
      }
      throw unknown(place);
    }
    List<Path> entries = entries(place);
    List<Path> images =
        entries.stream().filter(file -> name(file).contains("images-idx3-ubyte")).toList();
    if (images.size() == 1) {
      return new IdxSource(images.get(0), IdxSource.labelsOf(images.get(0)));
    }
    List<Path> tables = entries.stream().filter(file -> name(file).endsWith(".csv")).toList();
    if (tables.size() == 1) {
      return new CsvSource(tables.get(0), label);
    }
    if (tables.isEmpty() && images.isEmpty() && entries.stream().anyMatch(Files::isDirectory)) {
      return new ImageFolderSource(place);
    }
    throw unknown(place);
  }

  private static InputException unknown(Path place) {
    return new InputException(
        place
            + ": is no data set; expected one CSV file, IDX files (images-idx3-ubyte,"
            + " labels-idx1-ubyte) or a folder of images a class");
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !name(file).startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be listed", e);
    }
  }

  private static String name(Path file) {
    return Objects.requireNonNull(file.getFileName(), "a file has a name")
        .toString()
        .toLowerCase(Locale.ROOT);
  }
}
