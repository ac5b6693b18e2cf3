package io.lepton.cli;

import io.lepton.catalog.Catalog;
import io.lepton.catalog.CatalogAudit;
import io.lepton.catalog.OfferFilter;
import io.lepton.catalog.OfferFilter.Priced;
import io.lepton.catalog.OfferOrder;
import io.lepton.config.InputException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists offers of catalog files. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = "Lists the offers known, with filters; doubtful prices are reported and left out.",
    description = {
      "",
      "Names may be globs: --type 'm5.*' --region 'us-*'. Ends with code 3 when something "
          + "in the catalog is doubtful; --doubtful lists what."
    })
final class CatalogListCommand implements Callable<Integer> {
  private static final int LINES_FOR_PEOPLE = 50;

  @Mixin private final Console console = new Console();

  @Parameters(
      arity = "0..*",
      paramLabel = "CSV",
      description = "Catalog files; catalog.csv unless named.")
  private List<Path> files = List.of();

  @Option(names = "--cloud", paramLabel = "GLOB", description = "Only these clouds.")
  private List<String> clouds = List.of();

  @Option(names = "--region", paramLabel = "GLOB", description = "Only these regions.")
  private List<String> regions = List.of();

  @Option(names = "--type", paramLabel = "GLOB", description = "Only these machine types.")
  private List<String> types = List.of();

  @Option(names = "--accelerator", paramLabel = "GLOB", description = "Only with these.")
  private List<String> accelerators = List.of();

  @Option(names = "--min-vcpus", paramLabel = "N", description = "At least so many vCPUs.")
  private double minVcpus;

  @Option(names = "--min-memory", paramLabel = "GIB", description = "At least so much memory.")
  private double minMemoryGib;

  @Option(names = "--max-price", paramLabel = "USD", description = "At most so much an hour.")
  private @Nullable BigDecimal maxPrice;

  @Option(
      names = "--purchase",
      paramLabel = "HOW",
      description = "on_demand or spot: this price must be known, and is compared.")
  private Priced priced = Priced.ANY;

  @Option(
      names = "--sort",
      paramLabel = "BY",
      description = "One of: ${COMPLETION-CANDIDATES}.",
      defaultValue = "PRICE")
  private OfferOrder order = OfferOrder.PRICE;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many offers; 50 for people.")
  private @Nullable Integer limit;

  @Option(names = "--doubtful", description = "List what is doubtful instead of the offers.")
  private boolean doubtful;

  @Option(names = "--all", description = "Use doubtful prices too.")
  private boolean all;

  @Override
  public Integer call() {
    CatalogAudit audit =
        CatalogAudit.of(Catalog.read(files.isEmpty() ? List.of(Path.of("catalog.csv")) : files));
    if (doubtful) {
      console.document(CatalogReport.findings(audit));
      audit.findings().forEach(finding -> console.line(finding.toString()));
    } else {
      list(all ? audit.catalog() : audit.trusted(), audit);
    }
    if (audit.findings().isEmpty()) {
      return ExitCode.DONE;
    }
    console.warn(audit.summary());
    return ExitCode.WARNINGS;
  }

  private void list(Catalog catalog, CatalogAudit audit) {
    Catalog found = catalog.where(filter()).sorted(order);
    int shown = Math.min(found.size(), limit());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < shown; row++) {
      rows.add(row(found, row));
      console.line(line(found, row));
    }
    if (shown < found.size()) {
      console.line("... and %,d more; --limit shows them".formatted(found.size() - shown));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("found", found.size());
    document.put("offers", rows);
    document.put("doubtful", CatalogReport.counts(audit));
    console.document(document);
  }

  private OfferFilter filter() {
    OfferFilter.Builder filter =
        OfferFilter.all()
            .clouds(clouds)
            .regions(regions)
            .instanceTypes(types)
            .accelerators(accelerators)
            .minVcpus(minVcpus)
            .minMemoryGib(minMemoryGib)
            .priced(priced);
    if (maxPrice != null) {
      filter.maxMicrosPerHour(maxPrice.movePointRight(6).longValue());
    }
    return filter.build();
  }

  private int limit() {
    if (limit != null && limit < 0) {
      throw new InputException("--limit must be at least 0, not " + limit);
    }
    return limit != null ? limit : console.json() ? Integer.MAX_VALUE : LINES_FOR_PEOPLE;
  }

  private static String line(Catalog offers, int row) {
    String accelerator =
        offers.accelerator(row).isEmpty()
            ? ""
            : "  " + plain(offers.acceleratorCount(row)) + " x " + offers.accelerator(row);
    return "%-6s %-22s %-28s %6s vCPU %8s GiB %12s %12s%s"
        .formatted(
            offers.cloud(row),
            offers.zone(row).isEmpty() ? offers.region(row) : offers.zone(row),
            offers.instanceType(row),
            plain(offers.vcpus(row)),
            plain(offers.memoryGib(row)),
            price(offers.onDemandMicrosPerHour(row)),
            price(offers.spotMicrosPerHour(row)),
            accelerator);
  }

  private static Map<String, Object> row(Catalog offers, int row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("cloud", offers.cloud(row));
    fields.put("region", offers.region(row));
    fields.put("zone", offers.zone(row));
    fields.put("instance_type", offers.instanceType(row));
    fields.put("vcpus", offers.vcpus(row));
    fields.put("memory_gib", offers.memoryGib(row));
    fields.put("accelerator", offers.accelerator(row));
    fields.put("accelerator_count", offers.acceleratorCount(row));
    put(fields, "price_per_hour_usd", offers.onDemandMicrosPerHour(row));
    put(fields, "spot_price_per_hour_usd", offers.spotMicrosPerHour(row));
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, OptionalLong micros) {
    if (micros.isPresent()) {
      fields.put(name, BigDecimal.valueOf(micros.getAsLong(), 6));
    }
  }

  private static String price(OptionalLong micros) {
    return micros.isEmpty()
        ? "-"
        : "$" + BigDecimal.valueOf(micros.getAsLong(), 6).stripTrailingZeros().toPlainString();
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
