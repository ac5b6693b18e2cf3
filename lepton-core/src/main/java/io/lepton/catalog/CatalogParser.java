package io.lepton.catalog;

import io.lepton.config.InputException;
import io.lepton.config.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Reads catalog rows from bytes in one pass: fields are interned or turned into numbers while their
 * end is looked for, so that no text is made for a value seen before.
 */
final class CatalogParser {
  private static final double LARGEST = 1e9;

  private final CsvBuffer csv;
  private final CatalogBuilder rows;
  private final StringPool pool;
  private final int source;
  private final long sizeBytes;

  private final Sequence clouds = new Sequence();
  private final Sequence regions = new Sequence();
  private final Sequence zones = new Sequence();
  private final Sequence types = new Sequence();
  private final Sequence accelerators = new Sequence();

  /** A reader; {@code sizeBytes} is about how long the document is, 0 when nobody knows. */
  CatalogParser(InputStream in, String name, long sizeBytes, CatalogBuilder rows) {
    this.sizeBytes = sizeBytes;
    this.csv = new CsvBuffer(in, name);
    this.rows = rows;
    this.pool = rows.pool;
    this.source = pool.intern(name);
  }

  void parse() throws IOException {
    Column[] columns = header();
    boolean usual = Arrays.equals(columns, Column.values());
    int first = rows.size;
    while (csv.nextRecord()) {
      if (rows.full()) {
        rows.room(first + (long) ((rows.size - first) * 1.01 * sizeBytes / csv.consumed()));
      }
      int row = rows.draft();
      if (usual && usualRow(row)) {
        rows.source[row] = source;
        rows.line[row] = csv.line();
        rows.commit();
        csv.accept();
        continue;
      }
      csv.restart();
      if (row(columns, row)) {
        rows.source[row] = source;
        rows.line[row] = csv.line();
        rows.commit();
        csv.accept();
      } else {
        csv.refill();
      }
    }
  }

  /**
   * A row as most are: all columns in their order, numbers short and plain, most texts the ones
   * that followed the last time. False when it is not like that, and is to be read with care.
   */
  private boolean usualRow(int row) {
    return usualText(Column.CLOUD, clouds, rows.cloud, row)
        && usualText(Column.REGION, regions, rows.region, row)
        && usualText(Column.ZONE, zones, rows.zone, row)
        && usualText(Column.INSTANCE_TYPE, types, rows.instanceType, row)
        && usualNumber(rows.vcpus, row)
        && usualNumber(rows.memoryGib, row)
        && usualText(Column.ACCELERATOR, accelerators, rows.accelerator, row)
        && (usualEmpty(rows.acceleratorCount, row) || usualNumber(rows.acceleratorCount, row))
        && !csv.atRecordEnd()
        && usualPrice(rows.onDemand, row)
        && !csv.atRecordEnd()
        && usualPrice(rows.spot, row)
        && csv.atRecordEnd();
  }

  private boolean usualText(Column column, Sequence sequence, int[] ids, int row) {
    int previous = row == 0 ? 0 : ids[row - 1];
    int guess = sequence.after(previous);
    if (!(column.required && guess == 0) && pool.skip(guess, csv)) {
      ids[row] = guess;
      return !csv.atRecordEnd();
    }
    if (!csv.text() || csv.atRecordEnd() || (column.required && csv.fieldEmpty())) {
      return false;
    }
    int id = pool.intern(csv.fieldBytes(), csv.fieldFrom(), csv.fieldTo());
    sequence.learn(previous, id);
    ids[row] = id;
    return true;
  }

  private boolean usualNumber(double[] target, int row) {
    if (!csv.decimal()) {
      return false;
    }
    double value = csv.decimalNumber();
    target[row] = value;
    return value <= LARGEST && !csv.atRecordEnd();
  }

  private boolean usualEmpty(double[] target, int row) {
    target[row] = 0;
    return csv.skipEmpty();
  }

  private boolean usualPrice(long[] target, int row) {
    if (csv.skipEmpty()) {
      target[row] = CatalogBuilder.UNKNOWN;
      return true;
    }
    if (!csv.decimal()) {
      return false;
    }
    target[row] = csv.decimalMicros();
    return target[row] >= 0;
  }

  private Column[] header() throws IOException {
    List<String> names = csv.header();
    Set<Column> seen = EnumSet.noneOf(Column.class);
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      Column column = Column.named(name);
      if (column == null) {
        throw csv.error(
            "'"
                + name
                + "' is no column of an offer catalog"
                + Suggestion.hint(name, Column.names()));
      }
      if (!seen.add(column)) {
        throw csv.error("the column " + name + " stands twice");
      }
      columns.add(column);
    }
    for (Column column : Column.values()) {
      if (column.required && !seen.contains(column)) {
        throw csv.error("the column " + column.label + " is missing from the header row");
      }
    }
    csv.accept();
    return columns.toArray(Column[]::new);
  }

  /** Reads one row into the draft; false when the buffer ends inside it. */
  private boolean row(Column[] columns, int row) {
    CsvBuffer in = csv;
    for (int i = 0; i < columns.length; i++) {
      Column column = columns[i];
      if (column.kind == Column.Kind.TEXT ? !in.text() : !in.number()) {
        return false;
      }
      store(column, row);
      if (in.atRecordEnd() != (i == columns.length - 1)) {
        throw wrongLength(columns, i);
      }
    }
    return true;
  }

  private void store(Column column, int row) {
    switch (column) {
      case CLOUD -> text(column, rows.cloud, row);
      case REGION -> text(column, rows.region, row);
      case ZONE -> text(column, rows.zone, row);
      case INSTANCE_TYPE -> text(column, rows.instanceType, row);
      case VCPUS -> rows.vcpus[row] = number(column);
      case MEMORY_GIB -> rows.memoryGib[row] = number(column);
      case ACCELERATOR -> text(column, rows.accelerator, row);
      case ACCELERATOR_COUNT -> rows.acceleratorCount[row] = number(column);
      case PRICE_PER_HOUR_USD -> rows.onDemand[row] = price(column);
      case SPOT_PRICE_PER_HOUR_USD -> rows.spot[row] = price(column);
    }
  }

  private void text(Column column, int[] ids, int row) {
    byte[] bytes = csv.fieldBytes();
    int from = csv.fieldFrom();
    int to = csv.fieldTo();
    if (from == to && column.required) {
      throw csv.error(column.label + " must not be empty");
    }
    // Clouds, regions and empty fields repeat from row to row.
    int previous = row == 0 ? 0 : ids[row - 1];
    ids[row] = pool.is(previous, bytes, from, to) ? previous : pool.intern(bytes, from, to);
  }

  private double number(Column column) {
    if (csv.fieldEmpty()) {
      if (column.required) {
        throw csv.error(column.label + " must not be empty");
      }
      return 0;
    }
    double value = csv.fieldNumber(column.label);
    if (!(value >= 0) || value > LARGEST) {
      throw csv.error(column.label + " must be from 0 to a billion, not '" + csv.fieldText() + "'");
    }
    return value;
  }

  private long price(Column column) {
    return csv.fieldEmpty() ? CatalogBuilder.UNKNOWN : csv.fieldMicros(column.label);
  }

  private InputException wrongLength(Column[] columns, int at) {
    return csv.error(
        at == columns.length - 1
            ? "has more than the header's " + columns.length + " fields"
            : "ends after %d of %d fields; %s is missing"
                .formatted(at + 1, columns.length, columns[at + 1].label));
  }

  /** Which text stood in the row after another one, the last time it did. */
  private static final class Sequence {
    private int[] next = new int[1 << 8];

    int after(int text) {
      return text < next.length ? next[text] : 0;
    }

    void learn(int text, int follower) {
      if (text >= next.length) {
        next = Arrays.copyOf(next, text * 2);
      }
      next[text] = follower;
    }
  }
}
