package io.lepton.catalog;

import io.lepton.spi.price.EgressTier;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads egress tiers from CSV. */
final class EgressParser {
  static final List<String> COLUMNS =
      List.of("cloud", "from", "to", "tier_from_gib", "tier_to_gib", "usd_per_gib");

  private final CsvBuffer csv;

  EgressParser(InputStream in, String name) {
    csv = new CsvBuffer(in, name);
  }

  List<EgressTier> parse() throws IOException {
    List<String> header = csv.header();
    if (!header.equals(COLUMNS)) {
      throw csv.error(
          "the header row must be "
              + String.join(",", COLUMNS)
              + ", not "
              + String.join(",", header));
    }
    csv.accept();
    List<EgressTier> tiers = new ArrayList<>();
    Row row = new Row();
    while (csv.nextRecord()) {
      if (read(row)) {
        tiers.add(row.tier(csv));
        csv.accept();
      } else {
        csv.refill();
      }
    }
    return tiers;
  }

  /** Reads one row; false when the buffer ends inside it. */
  private boolean read(Row row) {
    for (int i = 0; i < COLUMNS.size(); i++) {
      if (i < 3 ? !csv.text() : !csv.number()) {
        return false;
      }
      String label = COLUMNS.get(i);
      if (csv.fieldEmpty() && i != 4) {
        throw csv.error(label + " must not be empty");
      }
      switch (i) {
        case 0 -> row.cloud = csv.fieldText();
        case 1 -> row.from = csv.fieldText();
        case 2 -> row.to = csv.fieldText();
        case 3 -> row.fromGib = csv.fieldNumber(label);
        case 4 -> row.toGib = csv.fieldEmpty() ? Double.POSITIVE_INFINITY : csv.fieldNumber(label);
        default -> row.micros = csv.fieldMicros(label);
      }
      if (csv.atRecordEnd() != (i == COLUMNS.size() - 1)) {
        throw csv.error("must have " + COLUMNS.size() + " fields");
      }
    }
    return true;
  }

  private static final class Row {
    private String cloud = "";
    private String from = "";
    private String to = "";
    private double fromGib;
    private double toGib;
    private long micros;

    EgressTier tier(CsvBuffer csv) {
      try {
        return new EgressTier(cloud, from, to, fromGib, toGib, micros);
      } catch (IllegalArgumentException e) {
        throw csv.error(e.getMessage() + ": bounds must grow, and prices must not be negative");
      }
    }
  }
}
