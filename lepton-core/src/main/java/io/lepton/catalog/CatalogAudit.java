package io.lepton.catalog;

import io.lepton.catalog.Finding.Doubt;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a catalog gets wrong, and the part of it that can be trusted.
 *
 * <p>The rules ({@link SanityRule}) look at single rows, at rows that name the same offer, and at a
 * row among its like: the type in other regions, its series in the same region, the machines
 * without accelerators beside it. They report, they never mend: a doubtful price is left out of
 * {@link #trusted()}, and a row without a price left goes with it.
 *
 * @param catalog what was read
 * @param trusted what is left without the doubtful
 * @param findings what was found, in row order
 */
public record CatalogAudit(Catalog catalog, Catalog trusted, List<Finding> findings) {

  public CatalogAudit {
    Objects.requireNonNull(catalog, "catalog");
    Objects.requireNonNull(trusted, "trusted");
    findings = List.copyOf(findings);
  }

  /** Applies every rule. */
  public static CatalogAudit of(Catalog catalog) {
    List<Finding> findings = new SanityRules(catalog).findings();
    return new CatalogAudit(catalog, without(catalog, findings), findings);
  }

  /** How often each rule found something; rules that did not are left out. */
  public Map<SanityRule, Long> counts() {
    Map<SanityRule, Long> counts = new EnumMap<>(SanityRule.class);
    findings.forEach(finding -> counts.merge(finding.rule(), 1L, Long::sum));
    return Collections.unmodifiableMap(counts);
  }

  /** One line for people: how many rows were read and what was left out. */
  public String summary() {
    if (findings.isEmpty()) {
      return catalog.size() + " offers, none doubtful";
    }
    StringBuilder text = new StringBuilder();
    text.append(catalog.size()).append(" offers, ").append(findings.size()).append(" findings (");
    counts()
        .forEach(
            (rule, count) ->
                text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ")
                    .append(count)
                    .append(' ')
                    .append(rule.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')));
    return text.append("), ").append(trusted.size()).append(" offers used").toString();
  }

  private static Catalog without(Catalog catalog, List<Finding> findings) {
    if (findings.isEmpty()) {
      return catalog;
    }
    BitSet onDemand = new BitSet();
    BitSet spot = new BitSet();
    for (Finding finding : findings) {
      if (finding.doubt() != Doubt.SPOT) {
        onDemand.set(finding.row());
      }
      if (finding.doubt() != Doubt.ON_DEMAND) {
        spot.set(finding.row());
      }
    }
    CatalogBuilder rows = new CatalogBuilder(catalog.pool());
    for (int row = 0; row < catalog.size(); row++) {
      OptionalLong list =
          onDemand.get(row) ? OptionalLong.empty() : catalog.onDemandMicrosPerHour(row);
      OptionalLong spotPrice =
          spot.get(row) ? OptionalLong.empty() : catalog.spotMicrosPerHour(row);
      if (list.isPresent() || spotPrice.isPresent()) {
        rows.copy(catalog, row, list, spotPrice);
      }
    }
    return rows.build();
  }
}
