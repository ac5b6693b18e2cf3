package io.lepton.allocation;

import io.lepton.allocation.pattern.Divisors;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a workload is counted in whole units: replicas as they are; loads in millionths of a request
 * a second times the spread's divisor, so that its share is whole too, without common divisors.
 *
 * @param need units wanted
 * @param rates units of one replica by accelerator, lower case; an empty key, which no accelerator
 *     has, stands for any machine
 * @param lotCap most units that count in one failure domain
 */
record LoadUnits(long need, Map<String, Long> rates, long lotCap) {
  private static final String ANY = "";

  static LoadUnits of(Workload workload) {
    int divisor = workload.spread().map(Spread::atLeast).orElse(1);
    if (workload.need() instanceof Need.Replicas replicas) {
      String key =
          workload.accelerator().map(wanted -> wanted.type().toLowerCase(Locale.ROOT)).orElse(ANY);
      long cap = divisor == 1 ? Long.MAX_VALUE : (replicas.count() + divisor - 1) / divisor;
      return new LoadUnits(replicas.count(), Map.of(key, 1L), cap);
    }
    Need.Load load = (Need.Load) workload.need();
    Map<String, Long> rates = new TreeMap<>();
    long share = Units.millionths(load.requestsPerSecond());
    long divide = share;
    for (Map.Entry<String, Double> entry : load.throughput().entrySet()) {
      long rate = Math.max(1, Units.millionths(entry.getValue())) * divisor;
      rates.put(entry.getKey().toLowerCase(Locale.ROOT), rate);
      divide = Divisors.gcd(divide, rate);
    }
    long common = Math.max(1, divide);
    rates.replaceAll((type, rate) -> rate / common);
    return new LoadUnits(
        share / common * divisor, rates, divisor == 1 ? Long.MAX_VALUE : share / common);
  }

  /** Units of a replica on any machine; 0 where that depends on its accelerator. */
  long rateAnywhere() {
    return rates.getOrDefault(ANY, 0L);
  }

  /** Units of a replica on a machine with this accelerator (lower case, empty for none). */
  long rateOn(String accelerator) {
    Long any = rates.get(ANY);
    return any != null ? any : rates.getOrDefault(accelerator, 0L);
  }
}
