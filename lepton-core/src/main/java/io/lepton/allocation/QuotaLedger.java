package io.lepton.allocation;

import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much of each quota the machines use that stand at the moment. Not thread safe. */
final class QuotaLedger {
  private final List<Quota> quotas;
  private final double[] used;

  /** By type, for its hash is known already. */
  private final Map<String, List<Offer>> offers = new HashMap<>();

  /** Nothing stands yet. */
  QuotaLedger(AllocationProblem problem) {
    this.quotas = problem.quotas();
    this.used = new double[quotas.size()];
    for (Offer offer : problem.offers()) {
      offers.computeIfAbsent(offer.instanceType(), type -> new ArrayList<>()).add(offer);
    }
  }

  /** The machine's offer; null when it is offered no more. */
  @Nullable Offer offer(InstanceGroup group) {
    for (Offer offer : offers.getOrDefault(group.instanceType(), List.of())) {
      if (offer.cloud().equals(group.cloud())
          && offer.region().equals(group.region())
          && offer.zone().equals(group.zone())) {
        return offer;
      }
    }
    return null;
  }

  /** How many such machines there is room for now. */
  long room(InstanceGroup group) {
    long room = Long.MAX_VALUE;
    for (int q = 0; q < used.length; q++) {
      double each = each(quotas.get(q), group);
      if (each > 0) {
        room = Math.min(room, (long) Math.floor((quotas.get(q).limit() - used[q] + 1e-9) / each));
      }
    }
    return Math.max(0, room);
  }

  /** So many such machines more; below 0 for machines that are given back. */
  void use(InstanceGroup group, long count) {
    for (int q = 0; q < used.length; q++) {
      used[q] += count * each(quotas.get(q), group);
    }
  }

  private double each(Quota quota, InstanceGroup group) {
    Offer offer = offer(group);
    if (offer == null
        || !quota.covers(
            group.cloud(), group.region(), group.zone(), group.instanceType(), group.purchase())) {
      return 0;
    }
    return switch (quota.resource()) {
      case VCPUS -> offer.vcpus();
      case MEMORY_GIB -> offer.memoryGib();
      case ACCELERATORS -> offer.acceleratorCount();
      case INSTANCES -> 1;
    };
  }
}
