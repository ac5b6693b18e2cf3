package io.lepton.cli;

import io.lepton.catalog.CatalogAudit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How commands tell what a catalog gets wrong. */
final class CatalogReport {

  private CatalogReport() {}

  /** How often each rule found something. */
  static Map<String, Long> counts(CatalogAudit audit) {
    Map<String, Long> counts = new LinkedHashMap<>();
    audit
        .counts()
        .forEach((rule, count) -> counts.put(rule.name().toLowerCase(Locale.ROOT), count));
    return counts;
  }

  /** Everything found. */
  static List<Map<String, String>> findings(CatalogAudit audit) {
    return audit.findings().stream()
        .map(
            finding ->
                Map.of(
                    "rule", finding.rule().name().toLowerCase(Locale.ROOT),
                    "doubt", finding.doubt().name().toLowerCase(Locale.ROOT),
                    "origin", finding.origin(),
                    "message", finding.message()))
        .toList();
  }
}
