package io.lepton.allocation.pattern;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bins and their fillings that meet every need, quota and cap.
 *
 * @param bins how many bins of each pattern
 * @param cost price of the bins, of starting copies and of counted units
 */
public record Packing(Map<Pattern, Long> bins, long cost) {

  public Packing {
    bins = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(bins));
  }
}
