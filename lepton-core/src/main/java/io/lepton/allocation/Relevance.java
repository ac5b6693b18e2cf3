package io.lepton.allocation;

import io.lepton.spi.price.Offer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What of a machine's place, accelerator and way of buying any workload of a problem looks at.
 * Machines that differ in nothing else mean the same to all of them, which is told here without
 * asking one by one: catalogs have hundreds of places.
 */
record Relevance(boolean regions, boolean zones, boolean purchases, Set<String> accelerators) {

  static Relevance of(AllocationProblem problem, LoadUnits[] units) {
    boolean regions = !problem.transfers().isEmpty();
    boolean zones = false;
    boolean purchases = false;
    for (Workload workload : problem.workloads()) {
      regions |= !workload.allow().regions().isEmpty();
      regions |= problem.objective().alpha() != 0 && !workload.latencyMillis().isEmpty();
      purchases |= !workload.allow().purchases().isEmpty();
      if (workload.spread().isPresent()) {
        FailureDomain over = workload.spread().get().over();
        regions |= over != FailureDomain.CLOUD;
        zones |= over == FailureDomain.ZONE;
      }
    }
    Set<String> accelerators = new HashSet<>();
    for (LoadUnits of : units) {
      accelerators.addAll(of.rates().keySet());
    }
    return new Relevance(regions, zones, purchases, accelerators);
  }

  /** An offer's accelerator in lower case; empty where it has none or no workload names it. */
  String accelerator(Offer offer) {
    if (offer.acceleratorCount() <= 0) {
      return "";
    }
    String type = offer.accelerator().toLowerCase(Locale.ROOT);
    return accelerators.contains(type) ? type : "";
  }

  /** Equal for machines that mean the same to every workload. */
  List<Object> of(Offer offer, Purchase purchase, String accelerator) {
    return List.of(
        offer.cloud(),
        regions ? offer.region() : "",
        zones ? offer.zone() : "",
        purchases ? purchase : Purchase.ON_DEMAND,
        accelerator);
  }
}
