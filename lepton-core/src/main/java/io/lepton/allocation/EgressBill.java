package io.lepton.allocation;

import io.lepton.catalog.EgressTable;
import io.lepton.catalog.EgressTariff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a placement's data transfer costs: volumes that share a tariff are added up before its tiers
 * are applied. A workload given by load is served where its data costs least, within the caps of
 * its spread.
 */
final class EgressBill {
  private record Region(String cloud, String region, String domain) {}

  private EgressBill() {}

  /** Millionths of a US dollar an hour. */
  static long micros(AllocationProblem problem, List<InstanceGroup> groups) {
    if (problem.transfers().isEmpty()) {
      return 0;
    }
    EgressTable table = EgressTable.of(problem.egress());
    IdentityHashMap<EgressTariff, Double> volumes = new IdentityHashMap<>();
    Map<String, Workload> workloads = new LinkedHashMap<>();
    problem.workloads().forEach(workload -> workloads.put(workload.name(), workload));
    Map<String, List<Transfer>> byWorkload = new LinkedHashMap<>();
    for (Transfer transfer : problem.transfers()) {
      byWorkload.computeIfAbsent(transfer.to(), name -> new ArrayList<>()).add(transfer);
    }
    byWorkload.forEach(
        (name, transfers) -> {
          Workload workload = workloads.get(name);
          if (workload != null) {
            shares(problem, workload, transfers, groups, table)
                .forEach(
                    (region, share) -> {
                      for (Transfer transfer : transfers) {
                        table
                            .tariff(
                                transfer.cloud(),
                                transfer.region(),
                                region.cloud(),
                                region.region())
                            .ifPresent(
                                tariff ->
                                    volumes.merge(
                                        tariff, share * transfer.gibPerHour(), Double::sum));
                      }
                    });
          }
        });
    long sum = 0;
    for (Map.Entry<EgressTariff, Double> entry : volumes.entrySet()) {
      sum += entry.getKey().costMicrosPerHour(entry.getValue());
    }
    return sum;
  }

  /** The share of a workload that each region serves. */
  private static Map<Region, Double> shares(
      AllocationProblem problem,
      Workload workload,
      List<Transfer> transfers,
      List<InstanceGroup> groups,
      EgressTable table) {
    LoadUnits units = LoadUnits.of(workload);
    Map<Region, Double> placed = new LinkedHashMap<>();
    Map<List<String>, String> accelerators = accelerators(problem, workload);
    for (InstanceGroup group : groups) {
      for (Share share : group.places()) {
        if (share.workload().equals(workload.name())) {
          String domain =
              workload
                  .spread()
                  .map(
                      spread ->
                          Domains.of(spread.over(), group.cloud(), group.region(), group.zone()))
                  .orElse("");
          String accelerator =
              accelerators.getOrDefault(
                  List.of(group.cloud(), group.region(), group.zone(), group.instanceType()), "");
          double amount = (double) group.count() * share.replicas() * units.rateOn(accelerator);
          placed.merge(new Region(group.cloud(), group.region(), domain), amount, Double::sum);
        }
      }
    }
    List<Region> order = new ArrayList<>(placed.keySet());
    order.sort(Comparator.comparingDouble(region -> price(region, transfers, table)));
    Map<String, Double> domainLeft = new LinkedHashMap<>();
    double left = units.need();
    Map<Region, Double> shares = new LinkedHashMap<>();
    for (Region region : order) {
      double cap = domainLeft.getOrDefault(region.domain(), (double) units.lotCap());
      double serves = Math.min(left, Math.min(cap, placed.getOrDefault(region, 0.0)));
      domainLeft.put(region.domain(), cap - serves);
      left -= serves;
      shares.put(region, serves / Math.max(1, units.need()));
    }
    return shares;
  }

  private static Map<List<String>, String> accelerators(
      AllocationProblem problem, Workload workload) {
    Map<List<String>, String> accelerators = new LinkedHashMap<>();
    if (workload.need() instanceof Need.Load || workload.accelerator().isPresent()) {
      problem
          .offers()
          .forEach(
              offer ->
                  accelerators.put(
                      List.of(offer.cloud(), offer.region(), offer.zone(), offer.instanceType()),
                      offer.accelerator().toLowerCase(java.util.Locale.ROOT)));
    }
    return accelerators;
  }

  private static double price(Region region, List<Transfer> transfers, EgressTable table) {
    double sum = 0;
    for (Transfer transfer : transfers) {
      sum +=
          table
              .tariff(transfer.cloud(), transfer.region(), region.cloud(), region.region())
              .map(tariff -> (double) tariff.costMicrosPerHour(transfer.gibPerHour()))
              .orElse(0.0);
    }
    return sum;
  }
}
