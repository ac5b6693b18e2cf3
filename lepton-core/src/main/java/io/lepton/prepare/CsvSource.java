package io.lepton.prepare;

import io.lepton.config.InputException;
import io.lepton.config.Suggestion;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table (RFC 4180, UTF-8) with a header row: one column of labels, every other column numbers. An
 * empty cell is a missing value; an empty label is an error.
 *
 * @param file the table
 * @param label name of the column of labels
 */
public record CsvSource(Path file, String label) implements DatasetSource {

  @Override
  public LabelledData read() {
    MessageDigest digest = Digests.sha256();
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest);
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
        CSVParser rows =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get().parse(reader)) {
      return read(rows, digest);
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    } catch (UncheckedIOException e) {
      IOException cause = Objects.requireNonNull(e.getCause());
      throw cause instanceof CSVException
          ? new InputException(file + ": is no CSV table: " + cause.getMessage(), e)
          : InputException.unreadable(file, cause);
    }
  }

  private LabelledData read(CSVParser rows, MessageDigest digest) {
    List<String> header = new ArrayList<>();
    int labelColumn = -1;
    FloatBuilder features = new FloatBuilder();
    List<String> labels = new ArrayList<>();
    for (CSVRecord row : rows) {
      long line = rows.getCurrentLineNumber();
      if (header.isEmpty()) {
        row.forEach(name -> header.add(name.strip()));
        labelColumn = labelColumn(header, line);
        continue;
      }
      if (row.size() != header.size()) {
        throw new InputException(
            file
                + ":"
                + line
                + ": has "
                + row.size()
                + " cells, but the header names "
                + header.size()
                + " columns");
      }
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column).strip();
        if (column != labelColumn) {
          features.add(number(cell, line, header.get(column)));
        } else if (cell.isEmpty()) {
          throw new InputException(file + ":" + line + ": column '" + label + "' is empty");
        } else {
          labels.add(cell);
        }
      }
    }
    if (header.isEmpty()) {
      throw new InputException(file + ": is empty; expected a header row and rows of data");
    }
    List<String> classes = ClassNames.sorted(labels);
    int[] indexes = labels.stream().mapToInt(classes::indexOf).toArray();
    int width = header.size() - 1;
    return new LabelledData(
        file.toString(),
        new Examples(features.toArray(), indexes, width),
        classes,
        List.of((long) width),
        HexFormat.of().formatHex(digest.digest()));
  }

  private int labelColumn(List<String> header, long line) {
    int column = header.indexOf(label);
    if (column < 0) {
      throw new InputException(
          file
              + ":"
              + line
              + ": there is no column '"
              + label
              + "'"
              + Suggestion.hint(label, header));
    }
    if (header.size() < 2) {
      throw new InputException(file + ":" + line + ": has no column besides '" + label + "'");
    }
    return column;
  }

  private float number(String cell, long line, String column) {
    if (cell.isEmpty()) {
      return Float.NaN;
    }
    float value;
    try {
      value = Float.parseFloat(cell);
    } catch (NumberFormatException e) {
      value = Float.NaN;
    }
    if (!Float.isFinite(value)) {
      throw new InputException(
          file
              + ":"
              + line
              + ": column '"
              + column
              + "' must be a finite number or empty, not '"
              + cell
              + "'");
    }
    return value;
  }
}
