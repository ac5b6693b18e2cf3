package io.lepton.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of an offer catalog, in the order they are written. */
enum Column {
  CLOUD(Kind.TEXT, true),
  REGION(Kind.TEXT, true),
  ZONE(Kind.TEXT, false),
  INSTANCE_TYPE(Kind.TEXT, true),
  VCPUS(Kind.NUMBER, true),
  MEMORY_GIB(Kind.NUMBER, true),
  ACCELERATOR(Kind.TEXT, false),
  ACCELERATOR_COUNT(Kind.NUMBER, false),
  PRICE_PER_HOUR_USD(Kind.PRICE, true),
  SPOT_PRICE_PER_HOUR_USD(Kind.PRICE, false);

  enum Kind {
    TEXT,
    NUMBER,
    PRICE
  }

  final String label = name().toLowerCase(Locale.ROOT);
  final Kind kind;

  /** Whether the column must be there; a text or a number in it must not be empty either. */
  final boolean required;

  Column(Kind kind, boolean required) {
    this.kind = kind;
    this.required = required;
  }

  static @Nullable Column named(String label) {
    return Arrays.stream(values())
        .filter(column -> column.label.equals(label.strip()))
        .findFirst()
        .orElse(null);
  }

  static List<String> names() {
    return Arrays.stream(values()).map(column -> column.label).toList();
  }
}
