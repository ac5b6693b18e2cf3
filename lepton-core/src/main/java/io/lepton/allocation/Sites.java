package io.lepton.allocation;

import io.lepton.catalog.EgressTable;
import io.lepton.catalog.EgressTariff;
import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a place and an accelerator mean to every workload. Machines that mean the same to all of
 * them share a site, however far apart they stand.
 */
final class Sites {
  /** Arrays compared by content. */
  @SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
  private record Signature(long[] rate, long[] copyCost, int[] lot) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Signature signature
          && Arrays.equals(rate, signature.rate)
          && Arrays.equals(copyCost, signature.copyCost)
          && Arrays.equals(lot, signature.lot);
    }

    @Override
    public int hashCode() {
      return (Arrays.hashCode(rate) * 31 + Arrays.hashCode(copyCost)) * 31 + Arrays.hashCode(lot);
    }
  }

  private final AllocationProblem problem;
  private final EgressTable egress;
  private final Relevance relevance;
  private final Map<List<Object>, Integer> byPlace = new HashMap<>();
  private final Map<Signature, Integer> bySignature = new HashMap<>();
  private final List<Signature> sites = new ArrayList<>();
  private final List<Map<Object, Integer>> lotNames = new ArrayList<>();
  private final List<Map<Object, Integer>> domainNames = new ArrayList<>();
  private final List<List<Integer>> lotDomains = new ArrayList<>();
  private final List<List<Double>> lotCosts = new ArrayList<>();
  private final List<List<Transfer>> transfers = new ArrayList<>();
  private final IdentityHashMap<EgressTariff, Double> fullVolume = new IdentityHashMap<>();
  final LoadUnits[] units;

  /** Units of a replica on any machine, by class; 0 where that depends on its accelerator. */
  private final long[] everywhere;

  /** What each class is spread over, if anything. */
  private final List<Optional<FailureDomain>> spreadOver = new ArrayList<>();

  private final Set<FailureDomain> spreads = EnumSet.noneOf(FailureDomain.class);

  Sites(AllocationProblem problem) {
    this.problem = problem;
    this.egress = EgressTable.of(problem.egress());
    units = new LoadUnits[problem.workloads().size()];
    everywhere = new long[units.length];
    Map<String, List<Transfer>> byWorkload = new HashMap<>();
    for (Transfer transfer : problem.transfers()) {
      byWorkload.computeIfAbsent(transfer.to(), name -> new ArrayList<>()).add(transfer);
    }
    for (int j = 0; j < units.length; j++) {
      Workload workload = problem.workloads().get(j);
      units[j] = LoadUnits.of(workload);
      everywhere[j] = units[j].rateAnywhere();
      spreadOver.add(workload.spread().filter(spread -> spread.atLeast() > 1).map(Spread::over));
      lotNames.add(new HashMap<>());
      lotCosts.add(new ArrayList<>());
      domainNames.add(new HashMap<>());
      lotDomains.add(new ArrayList<>());
      transfers.add(byWorkload.getOrDefault(workload.name(), List.of()));
    }
    spreadOver.forEach(over -> over.ifPresent(spreads::add));
    relevance = Relevance.of(problem, units);
    measureVolumes();
  }

  /** The most that could flow under each tariff: all transfers that may use it, in full. */
  private void measureVolumes() {
    if (problem.transfers().isEmpty()) {
      return;
    }
    List<Offer> regions =
        problem.offers().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    offer -> List.of(offer.cloud(), offer.region()),
                    offer -> offer,
                    (a, b) -> a,
                    java.util.LinkedHashMap::new))
            .values()
            .stream()
            .toList();
    for (Transfer transfer : problem.transfers()) {
      IdentityHashMap<EgressTariff, Boolean> seen = new IdentityHashMap<>();
      for (Offer offer : regions) {
        tariff(transfer, offer).ifPresent(tariff -> seen.put(tariff, true));
      }
      seen.keySet().forEach(tariff -> fullVolume.merge(tariff, transfer.gibPerHour(), Double::sum));
    }
  }

  private Optional<EgressTariff> tariff(Transfer transfer, Offer offer) {
    return egress.tariff(transfer.cloud(), transfer.region(), offer.cloud(), offer.region());
  }

  /** The site of a machine; -1 when no workload may run there. */
  int site(Candidate candidate) {
    Offer offer = candidate.offer();
    String accelerator = relevance.accelerator(offer);
    return byPlace.computeIfAbsent(
        relevance.of(offer, candidate.purchase(), accelerator),
        key -> make(offer, candidate.purchase(), accelerator));
  }

  private int make(Offer offer, Purchase purchase, String accelerator) {
    int classes = units.length;
    long[] rate = new long[classes];
    long[] copyCost = new long[classes];
    int[] lot = new int[classes];
    boolean any = false;
    Map<FailureDomain, String> domains = new EnumMap<>(FailureDomain.class);
    for (FailureDomain over : spreads) {
      domains.put(over, Domains.of(over, offer.cloud(), offer.region(), offer.zone()));
    }
    for (int j = 0; j < classes; j++) {
      Workload workload = problem.workloads().get(j);
      lot[j] = -1;
      if (!workload.allow().permits(offer.cloud(), offer.region(), purchase)) {
        continue;
      }
      long counts = everywhere[j] > 0 ? everywhere[j] : units[j].rateOn(accelerator);
      if (counts == 0) {
        continue;
      }
      int itsLot = transfers.get(j).isEmpty() ? lot(j, domains) : lot(j, workload, offer);
      if (itsLot < 0) {
        continue;
      }
      rate[j] = counts;
      lot[j] = itsLot;
      if (problem.objective().alpha() != 0 && !workload.latencyMillis().isEmpty()) {
        copyCost[j] =
            Money.micros(
                problem.objective().alpha() * workload.latencyAt(offer.cloud(), offer.region()));
      }
      any = true;
    }
    if (!any) {
      return -1;
    }
    Signature signature = new Signature(rate, copyCost, lot);
    return bySignature.computeIfAbsent(
        signature,
        fresh -> {
          sites.add(fresh);
          return sites.size() - 1;
        });
  }

  /** The lot of a class without transfers: its domain. */
  private int lot(int of, Map<FailureDomain, String> domains) {
    String domain = spreadOver.get(of).map(over -> domains.getOrDefault(over, "")).orElse("");
    Integer known = domainNames.get(of).get(domain);
    if (known == null) {
      known = lotDomains.get(of).size();
      domainNames.get(of).put(domain, known);
      lotCosts.get(of).add(0.0);
      lotDomains.get(of).add(known);
    }
    return known;
  }

  /** The lot of a class at a machine; -1 when the price of its data is unknown there. */
  private int lot(int of, Workload workload, Offer offer) {
    Object domain =
        workload
            .spread()
            .filter(spread -> spread.atLeast() > 1)
            .map(spread -> Domains.of(spread.over(), offer.cloud(), offer.region(), offer.zone()))
            .orElse("");
    List<Object> name = new ArrayList<>();
    name.add(domain);
    double cost = 0;
    for (Transfer transfer : transfers.get(of)) {
      Optional<EgressTariff> tariff = tariff(transfer, offer);
      if (tariff.isEmpty()) {
        return -1;
      }
      name.add(System.identityHashCode(tariff.get()));
      cost += transfer.gibPerHour() * chord(tariff.get());
    }
    double unitCost = problem.objective().beta() * cost / Math.max(1, units[of].need());
    Map<Object, Integer> names = lotNames.get(of);
    Integer known = names.get(name);
    if (known == null) {
      known = names.size();
      names.put(name, known);
      lotCosts.get(of).add(unitCost);
      Map<Object, Integer> domains = domainNames.get(of);
      Integer itsDomain = domains.get(domain);
      if (itsDomain == null) {
        itsDomain = domains.size();
        domains.put(domain, itsDomain);
      }
      lotDomains.get(of).add(itsDomain);
    }
    return known;
  }

  /** The least average price of a tariff over what can flow under it: concave tariffs fall. */
  private double chord(EgressTariff tariff) {
    double volume = fullVolume.getOrDefault(tariff, 0.0);
    return volume > 0 ? tariff.costMicrosPerHour(volume) / volume : 0;
  }

  long[][] rates() {
    return sites.stream().map(Signature::rate).toArray(long[][]::new);
  }

  long[] rate(int site) {
    return sites.get(site).rate();
  }

  long[][] copyCosts() {
    return sites.stream()
        .map(
            site ->
                Arrays.stream(site.copyCost()).allMatch(cost -> cost == 0) ? null : site.copyCost())
        .toArray(long[][]::new);
  }

  int[][] lots() {
    return sites.stream().map(Signature::lot).toArray(int[][]::new);
  }

  long[] caps() {
    return Arrays.stream(units).mapToLong(LoadUnits::lotCap).toArray();
  }

  int[][] domains() {
    return lotDomains.stream()
        .map(
            domains ->
                domains.isEmpty()
                    ? new int[1]
                    : domains.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  double[][] lotCosts() {
    double[][] costs = new double[units.length][];
    for (int j = 0; j < costs.length; j++) {
      costs[j] =
          lotCosts.get(j).isEmpty()
              ? new double[1]
              : lotCosts.get(j).stream().mapToDouble(Double::doubleValue).toArray();
    }
    return costs;
  }
}
