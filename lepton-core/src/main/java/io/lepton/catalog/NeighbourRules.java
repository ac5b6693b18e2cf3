package io.lepton.catalog;

import io.lepton.catalog.Finding.Doubt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules that judge a row by the machines beside it in the same region. */
final class NeighbourRules {
  /**
   * The surcharge of a Windows Server licence, 0.046 US dollars a virtual processor an hour on AWS
   * and Azure alike, with room for rounding.
   */
  private static final double WINDOWS_LOW = 43_000;

  private static final double WINDOWS_HIGH = 49_000;

  /** A series has one price a vCPU, which so many of its sizes must show. */
  private static final int SIBLINGS_TO_COMPARE = 2;

  private static final double LINEAR = 1.02;

  /** A licence is a large part of a small machine's price; smaller steps have other reasons. */
  private static final double WINDOWS_SHARE = 0.4;

  /** Memory that costs as much as one vCPU: 0.031611 / 0.004237 in Google's N1 price list. */
  private static final double GIB_PER_VCPU = 7.46;

  /** How near to its host's price a machine must be for its accelerators to be missing in it. */
  private static final double HOST_ALONE = 1.05;

  /**
   * Nearly all machines of a model must cost no more than their hosts for the model to be listed
   * without its price: cheap accelerators (AWS G4ad) do so in single regions only.
   */
  private static final double WHOLE_MODEL = 1.1;

  private static final double NEARLY_ALL = 0.9;

  /** Hosts of FPGAs (AWS F2, Azure NP) honestly cost little more than their memory. */
  private static final String CHEAP_MODEL = "FPGA";

  private final Catalog catalog;
  private final Sink sink;
  private final Map<Integer, String> seriesByType = new HashMap<>();

  NeighbourRules(Catalog catalog, Sink sink) {
    this.catalog = catalog;
    this.sink = sink;
  }

  /** Judges every row; {@code places} are the rows of each region. */
  void apply(Collection<List<Integer>> places) {
    Map<Model, List<Hosted>> hosted = new HashMap<>();
    places.forEach(rows -> amongNeighbours(rows, hosted));
    hosted.values().forEach(this::unpricedAccelerators);
  }

  private void amongNeighbours(List<Integer> rows, Map<Model, List<Hosted>> hosted) {
    Map<String, List<Integer>> series = new HashMap<>();
    List<Integer> plain = new ArrayList<>();
    for (int row : rows) {
      if (onDemand(row) > 0 && catalog.vcpus(row) > 0) {
        series
            .computeIfAbsent(
                seriesByType.computeIfAbsent(catalog.typeKey(row), type -> series(row)),
                key -> new ArrayList<>())
            .add(row);
        if (catalog.acceleratorCount(row) == 0) {
          plain.add(row);
        }
      }
    }
    series.values().forEach(this::windows);
    if (plain.size() < SanityRules.REGIONS_TO_COMPARE) {
      return;
    }
    double[] rates = plain.stream().mapToDouble(row -> onDemand(row) / hostUnits(row)).toArray();
    if (!SanityRules.agree(rates)) {
      return;
    }
    double rate = SanityRules.quantile(rates, 0.5);
    for (int row : rows) {
      if (catalog.acceleratorCount(row) > 0
          && !catalog.accelerator(row).isEmpty()
          && !catalog.accelerator(row).contains(CHEAP_MODEL)
          && onDemand(row) > 0) {
        hosted
            .computeIfAbsent(
                new Model(catalog.cloud(row), catalog.accelerator(row)), key -> new ArrayList<>())
            .add(new Hosted(row, rate * hostUnits(row)));
      }
    }
  }

  private void windows(List<Integer> siblings) {
    double least =
        siblings.stream().mapToDouble(row -> onDemand(row) / catalog.vcpus(row)).min().orElse(0);
    long atLeast =
        siblings.stream()
            .filter(row -> onDemand(row) / catalog.vcpus(row) <= least * LINEAR)
            .count();
    if (atLeast < SIBLINGS_TO_COMPARE) {
      return;
    }
    for (int row : siblings) {
      double surcharge = onDemand(row) / catalog.vcpus(row) - least;
      if (surcharge >= WINDOWS_LOW
          && surcharge <= WINDOWS_HIGH
          && surcharge >= WINDOWS_SHARE * least) {
        sink.found(
            SanityRule.WINDOWS_PRICE,
            Doubt.ON_DEMAND,
            row,
            "costs %s, by %s a vCPU above its series in the region: a Windows price"
                .formatted(
                    SanityRules.usd((long) onDemand(row)), SanityRules.usd((long) surcharge)));
      }
    }
  }

  /**
   * Compares the machines of one accelerator model in one cloud with what their vCPUs and memory
   * cost without it in their region. Either the whole model is listed without its price, or single
   * machines are, which then cost less than half an accelerator of the others.
   */
  private void unpricedAccelerators(List<Hosted> machines) {
    double highRatio =
        SanityRules.quantile(
            machines.stream().mapToDouble(it -> onDemand(it.row()) / it.hostPrice()).toArray(),
            NEARLY_ALL);
    double usualPrice =
        SanityRules.quantile(
            machines.stream().mapToDouble(it -> perAccelerator(it.row())).toArray(), 0.5);
    for (Hosted machine : machines) {
      int row = machine.row();
      if (highRatio <= WHOLE_MODEL
          || (onDemand(row) <= machine.hostPrice() * HOST_ALONE
              && perAccelerator(row) * 2 < usualPrice)) {
        sink.found(
            SanityRule.ACCELERATOR_NOT_PRICED,
            Doubt.ROW,
            row,
            "costs %s with %s accelerators (%s); its vCPUs and memory alone cost about %s there"
                .formatted(
                    SanityRules.usd((long) onDemand(row)),
                    catalog.acceleratorCount(row),
                    catalog.accelerator(row),
                    SanityRules.usd((long) machine.hostPrice())));
      }
    }
  }

  private double perAccelerator(int row) {
    return onDemand(row) / catalog.acceleratorCount(row);
  }

  private double hostUnits(int row) {
    return catalog.vcpus(row) + catalog.memoryGib(row) / GIB_PER_VCPU;
  }

  /** Machines that differ in size only: the type's name without numbers, and its proportions. */
  private String series(int row) {
    String type = catalog.instanceType(row);
    StringBuilder name = new StringBuilder();
    boolean digits = false;
    for (int i = 0; i < type.length(); i++) {
      char c = type.charAt(i);
      if (Character.isDigit(c) && i > 0) {
        if (!digits) {
          name.append('#');
        }
        digits = true;
      } else {
        name.append(c);
        digits = false;
      }
    }
    return name.append('/')
        .append(Math.round(Math.log(catalog.memoryGib(row) / catalog.vcpus(row)) * 50))
        .append('/')
        .append(Math.round(catalog.acceleratorCount(row) / catalog.vcpus(row) * 64))
        .append(catalog.accelerator(row))
        .toString();
  }

  private double onDemand(int row) {
    return catalog.onDemandMicrosPerHour(row).orElse(0);
  }

  /** Takes what was found. */
  interface Sink {
    void found(SanityRule rule, Doubt doubt, int row, String problem);
  }

  private record Model(String cloud, String accelerator) {}

  private record Hosted(int row, double hostPrice) {}
}
