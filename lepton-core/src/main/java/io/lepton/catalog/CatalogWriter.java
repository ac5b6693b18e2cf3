package io.lepton.catalog;

import io.lepton.spi.price.EgressTier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalLong;

/**
 * Writes catalogs and egress tables as CSV that reads back equal. A file appears whole or not at
 * all: it is written beside its place and moved there.
 */
public final class CatalogWriter {

  private CatalogWriter() {}

  /** What writes a file's text. */
  @FunctionalInterface
  interface Content {
    void write(Writer out) throws IOException;
  }

  /**
   * Writes the offers; an existing file is replaced.
   *
   * @throws UncheckedIOException when the file cannot be written; what was there stays
   */
  public static void write(Catalog catalog, Path file) {
    replace(
        file,
        out -> {
          out.write(String.join(",", Column.names()) + "\n");
          for (int row = 0; row < catalog.size(); row++) {
            write(catalog, row, out);
          }
        });
  }

  /**
   * Writes egress tiers; an existing file is replaced.
   *
   * @throws UncheckedIOException when the file cannot be written; what was there stays
   */
  public static void write(List<EgressTier> tiers, Path file) {
    replace(
        file,
        out -> {
          out.write(String.join(",", EgressParser.COLUMNS) + "\n");
          for (EgressTier tier : tiers) {
            out.write(
                String.join(
                        ",",
                        quoted(tier.cloud()),
                        quoted(tier.from()),
                        quoted(tier.to()),
                        number(tier.fromGib()),
                        Double.isInfinite(tier.toGib()) ? "" : number(tier.toGib()),
                        usd(tier.microsPerGib()))
                    + "\n");
          }
        });
  }

  static void replace(Path file, Content content) {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path part = Files.createTempFile(folder, "." + absolute.getFileName(), ".part");
      try {
        try (Writer out = Files.newBufferedWriter(part)) {
          content.write(out);
        }
        move(part, absolute);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void write(Catalog catalog, int row, Writer out) throws IOException {
    boolean accelerated = catalog.acceleratorCount(row) != 0;
    out.write(
        String.join(
                ",",
                quoted(catalog.cloud(row)),
                quoted(catalog.region(row)),
                quoted(catalog.zone(row)),
                quoted(catalog.instanceType(row)),
                number(catalog.vcpus(row)),
                number(catalog.memoryGib(row)),
                quoted(catalog.accelerator(row)),
                accelerated ? number(catalog.acceleratorCount(row)) : "",
                price(catalog.onDemandMicrosPerHour(row)),
                price(catalog.spotMicrosPerHour(row)))
            + "\n");
  }

  private static String price(OptionalLong micros) {
    return micros.isEmpty() ? "" : usd(micros.getAsLong());
  }

  private static String usd(long micros) {
    return plain(BigDecimal.valueOf(micros, 6));
  }

  private static String number(double value) {
    return plain(BigDecimal.valueOf(value));
  }

  private static String plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
  }

  private static String quoted(String text) {
    boolean special =
        text.indexOf(',') >= 0
            || text.indexOf('"') >= 0
            || text.indexOf('\n') >= 0
            || text.indexOf('\r') >= 0;
    return special ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
