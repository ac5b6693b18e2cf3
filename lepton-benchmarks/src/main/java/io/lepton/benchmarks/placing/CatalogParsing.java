package io.lepton.benchmarks.placing;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.lepton.catalog.Catalog;
import io.lepton.spi.price.Offer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a catalog from memory, from bytes to prices and sizes as numbers, with Lepton and with the
 * well-known CSV libraries; every peer makes the same offers. Times are the thread's CPU time, so
 * that other work on the machine does not count; prices may differ by a millionth in rounding.
 */
public final class CatalogParsing {
  private static final int ROUNDS = 9;
  private static final int COPIES = 4;

  private CatalogParsing() {}

  /** A way to read the catalog; answers the number of offers and a sum over their prices. */
  private interface Way {
    List<Offer> read(byte[] csv) throws IOException;
  }

  /** Runs all ways in turn, so that noise of the machine falls on all of them. */
  public static void main(String[] args) throws IOException {
    byte[] csv = catalog(Path.of(args[0], "catalog"));
    String[] names = {
      "Lepton, columns", "Lepton, as offers", "FastCSV", "univocity", "Jackson CSV", "Commons CSV"
    };
    Way[] ways = {
      bytes -> Catalog.parse(bytes, "catalog").offers(),
      bytes -> List.copyOf(Catalog.parse(bytes, "catalog").offers()),
      CatalogParsing::fastCsv,
      CatalogParsing::univocity,
      CatalogParsing::jackson,
      CatalogParsing::commons
    };
    double[][] seconds = new double[ways.length][ROUNDS];
    long[] sums = new long[ways.length];
    for (int round = 0; round < ROUNDS; round++) {
      for (int way = 0; way < ways.length; way++) {
        long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        List<Offer> offers = ways[way].read(csv);
        seconds[way][round] =
            (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began) / 1e9;
        if (round == 0) {
          sums[way] =
              offers.stream().mapToLong(offer -> offer.onDemandMicrosPerHour().orElse(0)).sum();
        }
      }
    }
    System.out.printf(
        "%.1f MB, CPU time, median and best of %d rounds%n%n", csv.length / 1e6, ROUNDS);
    System.out.println("| reader | median MB/s | best MB/s | times Lepton's time | same prices |");
    System.out.println("| --- | ---: | ---: | ---: | --- |");
    double ours = median(seconds[0]);
    for (int way = 0; way < ways.length; way++) {
      System.out.printf(
          "| %s | %.0f | %.0f | %.1f | %s |%n",
          names[way],
          csv.length / 1e6 / median(seconds[way]),
          csv.length / 1e6 / Arrays.stream(seconds[way]).min().orElse(1),
          median(seconds[way]) / ours,
          Math.abs(sums[way] - sums[0]) <= sums[0] * 1e-9 ? "yes" : "NO");
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** The three clouds' files one after the other, several times, under one header. */
  private static byte[] catalog(Path folder) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int copy = 0; copy < COPIES; copy++) {
      for (String cloud : List.of("aws", "azure", "gcp")) {
        byte[] file = Files.readAllBytes(folder.resolve(cloud + ".csv"));
        int header = 0;
        while (file[header] != '\n') {
          header++;
        }
        int from = all.size() == 0 ? 0 : header + 1;
        all.write(file, from, file.length - from);
      }
    }
    return all.toByteArray();
  }

  private static Reader reader(byte[] csv) {
    return new InputStreamReader(new ByteArrayInputStream(csv), StandardCharsets.UTF_8);
  }

  private static List<Offer> fastCsv(byte[] csv) throws IOException {
    List<Offer> offers = new ArrayList<>();
    try (CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(reader(csv))) {
      boolean header = true;
      for (CsvRecord record : records) {
        if (!header) {
          offers.add(offer(record.getFields().toArray(String[]::new)));
        }
        header = false;
      }
    }
    return offers;
  }

  private static List<Offer> univocity(byte[] csv) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setHeaderExtractionEnabled(true);
    com.univocity.parsers.csv.CsvParser parser = new com.univocity.parsers.csv.CsvParser(settings);
    List<Offer> offers = new ArrayList<>();
    parser.beginParsing(reader(csv));
    for (String[] row = parser.parseNext(); row != null; row = parser.parseNext()) {
      offers.add(offer(row));
    }
    return offers;
  }

  private static List<Offer> jackson(byte[] csv) throws IOException {
    List<Offer> offers = new ArrayList<>();
    try (MappingIterator<String[]> rows =
        new CsvMapper()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .readerFor(String[].class)
            .readValues(csv)) {
      rows.next();
      while (rows.hasNext()) {
        offers.add(offer(rows.next()));
      }
    }
    return offers;
  }

  private static List<Offer> commons(byte[] csv) throws IOException {
    List<Offer> offers = new ArrayList<>();
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(reader(csv), format)) {
      for (CSVRecord record : parser) {
        offers.add(offer(record.values()));
      }
    }
    return offers;
  }

  private static Offer offer(String[] row) {
    return new Offer(
        row[0],
        row[1],
        text(row[2]),
        row[3],
        Double.parseDouble(row[4]),
        Double.parseDouble(row[5]),
        text(row[6]),
        text(row[7]).isEmpty() ? 0 : Double.parseDouble(row[7]),
        price(row[8]),
        price(row[9]));
  }

  private static String text(String field) {
    return field == null ? "" : field;
  }

  private static OptionalLong price(String field) {
    return text(field).isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round(Double.parseDouble(field) * 1e6));
  }
}
