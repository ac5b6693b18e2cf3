package io.lepton.autoscale;

import io.lepton.config.InputException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads load series from CSV with a header row. Times are ISO 8601, with a blank for the T if so
 * written, UTC unless they say otherwise, or seconds since any epoch; rows may stand in any order.
 */
public final class LoadFiles {

  private LoadFiles() {}

  /**
   * Reads a trace of one row a request and counts them by step.
   *
   * @param file the CSV file
   * @param timeColumn name of the column with the arrival time
   * @throws InputException naming file, line and column
   */
  public static LoadSeries arrivals(Path file, String timeColumn, Duration step) {
    return series(rows(file, timeColumn, ""), step, OptionalInt.empty());
  }

  /**
   * Reads a table of time and load: each step gets the mean of the loads that fall into it, a step
   * without one keeps the load before it.
   *
   * @param file the CSV file
   * @param timeColumn name of the column with the time
   * @param loadColumn name of the column with requests a second
   * @throws InputException naming file, line and column
   */
  public static LoadSeries table(Path file, String timeColumn, String loadColumn, Duration step) {
    return series(rows(file, timeColumn, loadColumn), step, OptionalInt.of(1));
  }

  private record Row(double seconds, double load) {}

  private static LoadSeries series(List<Row> rows, Duration step, OptionalInt table) {
    double first = rows.stream().mapToDouble(Row::seconds).min().orElse(0);
    double last = rows.stream().mapToDouble(Row::seconds).max().orElse(0);
    double length = step.toMillis() / 1000.0;
    double steps = Math.floor((last - first) / length) + 1;
    if (steps > 10_000_000) {
      throw new InputException("a series of " + (long) steps + " steps; choose longer steps");
    }
    double[] sums = new double[rows.isEmpty() ? 0 : (int) steps];
    int[] counts = new int[sums.length];
    for (Row row : rows) {
      int index = (int) ((row.seconds() - first) / length);
      sums[index] += row.load();
      counts[index]++;
    }
    for (int i = 0; i < sums.length; i++) {
      if (table.isEmpty()) {
        sums[i] /= length;
      } else {
        sums[i] = counts[i] > 0 ? sums[i] / counts[i] : sums[i - 1];
      }
    }
    return LoadSeries.of(step, sums);
  }

  private static List<Row> rows(Path file, String timeColumn, String loadColumn) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = CSVParser.parse(reader, format)) {
      for (String column : List.of(timeColumn, loadColumn)) {
        if (!column.isEmpty() && !parser.getHeaderNames().contains(column)) {
          throw new InputException(
              "%s:1: there is no column '%s'; there are %s"
                  .formatted(file, column, String.join(", ", parser.getHeaderNames())));
        }
      }
      List<Row> rows = new ArrayList<>();
      for (CSVRecord record : parser) {
        long line = parser.getCurrentLineNumber();
        rows.add(
            new Row(
                seconds(record.get(timeColumn), file, line, timeColumn),
                loadColumn.isEmpty() ? 1 : load(record.get(loadColumn), file, line, loadColumn)));
      }
      return rows;
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  private static double seconds(String text, Path file, long line, String column) {
    try {
      if (text.matches("[0-9.]+")) {
        return Double.parseDouble(text);
      }
      String iso = text.strip().replace(' ', 'T');
      Instant time =
          iso.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})")
              ? java.time.OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
      return time.getEpochSecond() + time.getNano() / 1e9;
    } catch (DateTimeException | NumberFormatException e) {
      throw new InputException(
          "%s:%d: %s must be a time, not '%s'".formatted(file, line, column, text), e);
    }
  }

  private static double load(String text, Path file, long line, String column) {
    try {
      double load = Double.parseDouble(text);
      if (load >= 0 && load < Double.MAX_VALUE) {
        return load;
      }
    } catch (NumberFormatException e) {
      throw new InputException(
          "%s:%d: %s must be a load, not '%s'".formatted(file, line, column, text), e);
    }
    throw new InputException(
        "%s:%d: %s must be a load from 0, not '%s'".formatted(file, line, column, text));
  }
}
