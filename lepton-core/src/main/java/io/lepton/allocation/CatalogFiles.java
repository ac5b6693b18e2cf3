package io.lepton.allocation;

import io.lepton.config.ConfigNode;
import io.lepton.config.InputException;
import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The tables that an allocation file names, read row by row with errors by line and column. */
final class CatalogFiles {
  static final List<String> OFFER_COLUMNS =
      List.of(
          "cloud",
          "region",
          "zone",
          "instance_type",
          "vcpus",
          "memory_gib",
          "accelerator",
          "accelerator_count",
          "price_per_hour_usd",
          "spot_price_per_hour_usd");
  static final List<String> EGRESS_COLUMNS =
      List.of("cloud", "from", "to", "tier_from_gib", "tier_to_gib", "usd_per_gib");

  private CatalogFiles() {}

  static List<Offer> offers(ConfigNode named, Path file) {
    return rows(
        named,
        file,
        OFFER_COLUMNS,
        row ->
            new Offer(
                row.get("cloud"),
                row.get("region"),
                row.get("zone"),
                row.get("instance_type"),
                number(row, "vcpus", 0),
                number(row, "memory_gib", 0),
                row.get("accelerator"),
                number(row, "accelerator_count", 0),
                price(row, "price_per_hour_usd"),
                price(row, "spot_price_per_hour_usd")));
  }

  static List<EgressTier> egress(ConfigNode named, Path file) {
    return rows(
        named,
        file,
        EGRESS_COLUMNS,
        row ->
            new EgressTier(
                row.get("cloud"),
                row.get("from"),
                row.get("to"),
                number(row, "tier_from_gib", 0),
                number(row, "tier_to_gib", Double.POSITIVE_INFINITY),
                price(row, "usd_per_gib").orElse(0)));
  }

  static OptionalLong price(ConfigNode node, String key) {
    return node.find(key)
        .map(value -> OptionalLong.of(Money.micros(value.number(0, 1e9))))
        .orElse(OptionalLong.empty());
  }

  private static <T> List<T> rows(
      ConfigNode named, Path file, List<String> columns, Function<CSVRecord, T> reader) {
    if (!Files.isRegularFile(file)) {
      throw named.error("names " + file + ", which is no file");
    }
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(file), format)) {
      for (String column : columns) {
        if (!parser.getHeaderNames().contains(column)) {
          throw new InputException(
              file
                  + ":1: the column '"
                  + column
                  + "' is missing; the header must be "
                  + String.join(",", columns));
        }
      }
      List<T> rows = new ArrayList<>();
      for (CSVRecord row : parser) {
        try {
          rows.add(reader.apply(row));
        } catch (IllegalArgumentException e) {
          throw new InputException(
              file + ":" + parser.getCurrentLineNumber() + ": " + e.getMessage(), e);
        }
      }
      return rows;
    } catch (IOException | UncheckedIOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static double number(CSVRecord row, String column, double otherwise) {
    String text = row.get(column);
    if (text.isBlank()) {
      return otherwise;
    }
    try {
      return Checks.amount(column, Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(column + " must be a number, not '" + text + "'", e);
    }
  }

  private static OptionalLong price(CSVRecord row, String column) {
    return row.get(column).isBlank()
        ? OptionalLong.empty()
        : OptionalLong.of(Money.micros(number(row, column, 0)));
  }
}
