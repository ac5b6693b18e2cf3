package io.lepton.allocation;

import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/** Random problems small enough for the oracle, with every feature now and then. */
final class TinyProblems {
  private static final String[] CLOUDS = {"aws", "gcp"};
  private static final String[] ACCELERATORS = {"T4", "L4"};
  private final Random random;

  private TinyProblems(long seed) {
    this.random = new Random(seed * 7919 + 17);
  }

  static AllocationProblem of(long seed) {
    return new TinyProblems(seed).make();
  }

  private <T> T pick(T[] from) {
    return from[random.nextInt(from.length)];
  }

  private boolean chance(double share) {
    return random.nextDouble() < share;
  }

  private AllocationProblem make() {
    AllocationProblem.Builder builder = AllocationProblem.builder();
    List<Offer> offers = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    boolean accelerated = chance(0.35);
    for (int i = 0; i < count; i++) {
      offers.add(offer(i, accelerated));
    }
    builder.offers(offers);
    List<Workload> workloads = new ArrayList<>();
    int classes = 1 + random.nextInt(3);
    int replicasLeft = 5;
    int loads = 0;
    boolean transfers = chance(0.2);
    for (int j = 0; j < classes; j++) {
      boolean load = accelerated && !transfers && loads < 1 && chance(0.3);
      loads += load ? 1 : 0;
      replicasLeft = load ? Math.min(replicasLeft, 2) : replicasLeft;
      int replicas = Math.min(replicasLeft, chance(0.05) ? 0 : 1 + random.nextInt(4));
      Workload workload = workload("w" + j, load, replicas, accelerated);
      replicasLeft -= load ? 0 : replicas;
      workloads.add(workload);
      builder.workload(workload);
    }
    while (chance(0.4)) {
      builder.quota(quota(offers));
    }
    if (transfers) {
      builder.egress(egress());
      for (Workload workload : workloads) {
        if (chance(0.7)) {
          builder.transfer(
              new Transfer(
                  CLOUDS[random.nextInt(2)],
                  "r" + random.nextInt(2),
                  workload.name(),
                  random.nextInt(20)));
        }
      }
    }
    if (chance(0.3)) {
      builder.current(current(offers, workloads));
    }
    builder.objective(
        new Objective(
            chance(0.25) ? random.nextInt(3) * 0.01 : 0,
            chance(0.1) ? 0.5 : 1,
            chance(0.35) ? random.nextInt(4) * 0.015 : 0));
    return builder.build();
  }

  private Offer offer(int index, boolean accelerated) {
    String accelerator = accelerated && chance(0.6) ? ACCELERATORS[random.nextInt(2)] : "";
    long price = 10_000L * (1 + random.nextInt(30)) + (chance(0.3) ? random.nextInt(9_999) : 0);
    return new Offer(
        CLOUDS[random.nextInt(2)],
        "r" + random.nextInt(2),
        chance(0.5) ? "" : "z" + random.nextInt(2),
        "t" + index,
        1 << random.nextInt(4),
        chance(0.8) ? 2 << random.nextInt(4) : 0.5 + random.nextInt(60) * 0.25,
        accelerator,
        accelerator.isEmpty() ? 0 : 1 + random.nextInt(3),
        chance(0.9) ? OptionalLong.of(price) : OptionalLong.empty(),
        chance(0.4) ? OptionalLong.of(price / 3) : OptionalLong.empty());
  }

  private Workload workload(String name, boolean load, int replicas, boolean accelerated) {
    Workload.Builder builder;
    if (load) {
      Map<String, Double> rates = new LinkedHashMap<>();
      rates.put(ACCELERATORS[0], 1.0 + random.nextInt(5) * 0.5);
      if (chance(0.6)) {
        rates.put(ACCELERATORS[1], 1.0 + random.nextInt(5) * 0.5);
      }
      builder = Workload.load(name, chance(0.05) ? 0 : 1 + random.nextInt(4) * 0.75, rates);
      if (chance(0.5)) {
        builder.demand(random.nextInt(3), random.nextInt(4));
      }
    } else {
      builder = Workload.replicas(name, replicas);
      builder.demand(
          chance(0.8) ? 1 + random.nextInt(4) : 0.25 * (1 + random.nextInt(8)), random.nextInt(8));
      if (accelerated && chance(0.4)) {
        builder.accelerator(ACCELERATORS[random.nextInt(2)], 1 + random.nextInt(2));
      }
    }
    if (chance(0.2)) {
      builder.clouds(CLOUDS[random.nextInt(2)]);
    }
    if (chance(0.1)) {
      builder.regions("r" + random.nextInt(2));
    }
    if (chance(0.2)) {
      builder.purchases(pick(Purchase.values()));
    }
    if (chance(0.3)) {
      builder.spread(pick(FailureDomain.values()), 1 + random.nextInt(load ? 2 : 3));
    }
    if (chance(0.3)) {
      builder.latencyMillis(CLOUDS[random.nextInt(2)], random.nextInt(9));
      builder.latencyMillis("aws/r1", random.nextInt(9));
    }
    return builder.build();
  }

  private Quota quota(List<Offer> offers) {
    Offer like = offers.get(random.nextInt(offers.size()));
    return new Quota(
        chance(0.6) ? like.cloud() : "",
        chance(0.4) ? like.region() : "",
        chance(0.2) ? like.zone() : "",
        chance(0.3) ? like.instanceType() : "",
        chance(0.3) ? java.util.Optional.of(pick(Purchase.values())) : java.util.Optional.empty(),
        pick(QuotaResource.values()),
        random.nextInt(12));
  }

  private List<EgressTier> egress() {
    List<EgressTier> tiers = new ArrayList<>();
    for (String cloud : CLOUDS) {
      if (chance(0.9)) {
        tiers.add(
            new EgressTier(
                cloud, "any", "internet", 0, Double.POSITIVE_INFINITY, 730L * random.nextInt(90)));
      }
      tiers.add(
          new EgressTier(
              cloud, "any", "other-region", 0, Double.POSITIVE_INFINITY, 73L * random.nextInt(90)));
    }
    return tiers;
  }

  private List<InstanceGroup> current(List<Offer> offers, List<Workload> workloads) {
    List<InstanceGroup> groups = new ArrayList<>();
    int rows = 1 + random.nextInt(2);
    for (int i = 0; i < rows; i++) {
      Offer offer = offers.get(random.nextInt(offers.size()));
      List<Share> shares = new ArrayList<>();
      for (Workload workload : workloads) {
        if (chance(0.5)) {
          shares.add(new Share(workload.name(), 1 + random.nextInt(2)));
        }
      }
      if (chance(0.1)) {
        shares.add(new Share("forgotten", 1));
      }
      if (!shares.isEmpty()) {
        groups.add(
            new InstanceGroup(
                offer.cloud(),
                offer.region(),
                offer.zone(),
                offer.instanceType(),
                pick(Purchase.values()),
                1 + random.nextInt(2),
                shares));
      }
    }
    return groups;
  }
}
