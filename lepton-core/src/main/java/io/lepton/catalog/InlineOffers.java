package io.lepton.catalog;

import io.lepton.config.ConfigNode;
import io.lepton.config.InputException;
import io.lepton.spi.price.Offer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the {@code offers} entry of an input file: file names, or rows written inline. */
final class InlineOffers {

  private InlineOffers() {}

  static Catalog read(ConfigNode offers, Path folder) {
    if (!offers.isList()) {
      return readFiles(List.of(offers), folder);
    }
    List<ConfigNode> items = offers.items();
    if (items.stream().noneMatch(ConfigNode::isMapping)) {
      return readFiles(items, folder);
    }
    CatalogBuilder rows = new CatalogBuilder(new StringPool());
    int source = rows.pool.intern(offers.path());
    for (ConfigNode item : items) {
      rows.add(offer(item), source, item.line());
    }
    return rows.build();
  }

  private static Catalog readFiles(List<ConfigNode> names, Path folder) {
    List<Path> files = new ArrayList<>();
    for (ConfigNode name : names) {
      Path file = folder.resolve(name.text());
      if (!Files.isRegularFile(file)) {
        throw name.error("names no file that is there: " + file);
      }
      files.add(file);
    }
    return Catalog.read(files);
  }

  private static Offer offer(ConfigNode row) {
    row.allow(Column.names().toArray(String[]::new));
    return new Offer(
        row.require(Column.CLOUD.label).text(),
        row.require(Column.REGION.label).text(),
        optionalText(row, Column.ZONE),
        row.require(Column.INSTANCE_TYPE.label).text(),
        row.require(Column.VCPUS.label).number(0, 1e9),
        row.require(Column.MEMORY_GIB.label).number(0, 1e9),
        optionalText(row, Column.ACCELERATOR),
        row.find(Column.ACCELERATOR_COUNT.label).map(node -> node.number(0, 1e9)).orElse(0.0),
        price(row, Column.PRICE_PER_HOUR_USD),
        price(row, Column.SPOT_PRICE_PER_HOUR_USD));
  }

  private static String optionalText(ConfigNode row, Column column) {
    return row.find(column.label)
        .flatMap(node -> Optional.of(node).filter(InlineOffers::written))
        .map(ConfigNode::text)
        .orElse("");
  }

  private static boolean written(ConfigNode node) {
    try {
      return !node.text().isEmpty();
    } catch (InputException blank) {
      return false;
    }
  }

  private static OptionalLong price(ConfigNode row, Column column) {
    Optional<ConfigNode> node = row.find(column.label).filter(InlineOffers::written);
    return node.isEmpty() ? OptionalLong.empty() : OptionalLong.of(micros(node.get()));
  }

  private static long micros(ConfigNode price) {
    price.number(-1e12, 1e12);
    return new BigDecimal(price.text())
        .movePointRight(6)
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }
}
