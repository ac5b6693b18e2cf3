package io.lepton.allocation;

import io.lepton.config.Suggestion;
import io.lepton.spi.price.Offer;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Says why not one offer can hold a replica of a workload, or a task. Conditions are asked in the
 * order in which people think of them, each of those offers that kept the ones before: cloud,
 * region, way of buying, accelerator, how many of it, size. The first that leaves none is the
 * reason.
 */
public final class NoFit {
  private final String what;
  private List<Offer> left;
  private Optional<String> reason = Optional.empty();

  private NoFit(String what, List<Offer> offers) {
    this.what = what;
    left = offers;
  }

  static Optional<String> reason(List<Offer> offers, Workload workload) {
    if (workload.need() instanceof Need.Load load) {
      return reason(
          offers,
          workload.name(),
          workload.demand(),
          load.throughput().keySet(),
          1,
          workload.allow());
    }
    return reason(
        offers, workload.name(), workload.demand(), workload.accelerator(), workload.allow());
  }

  /**
   * Why none of these offers will do.
   *
   * @param offers all there are
   * @param what the name of the workload or task
   * @return one sentence; empty when some offer does
   */
  public static Optional<String> reason(
      List<Offer> offers,
      String what,
      Demand demand,
      Optional<Accelerator> accelerator,
      Allow allow) {
    return reason(
        offers,
        what,
        demand,
        accelerator.map(Accelerator::type).map(List::of).orElse(List.of()),
        accelerator.map(Accelerator::count).orElse(0.0),
        allow);
  }

  private static Optional<String> reason(
      List<Offer> offers,
      String what,
      Demand demand,
      Collection<String> accelerators,
      double count,
      Allow allow) {
    String allowed = allow.equals(Allow.ANYWHERE) ? "" : "that it allows ";
    NoFit search = new NoFit(what, offers);
    search.named("is in the cloud", allow.clouds(), Offer::cloud, String::equals);
    search.named("that it allows is in the region", allow.regions(), Offer::region, String::equals);
    search.keep(
        offer -> sold(offer, allow), gone -> "no offer " + allowed + "is sold " + ways(allow));
    search.named(
        allowed + "has the accelerator",
        accelerators,
        Offer::accelerator,
        String::equalsIgnoreCase);
    search.atLeast("accelerators", count, Offer::acceleratorCount);
    search.atLeast("vCPUs", demand.vcpus(), Offer::vcpus);
    search.atLeast("GiB of memory", demand.memoryGib(), Offer::memoryGib);
    return search.reason;
  }

  private void named(
      String has,
      Collection<String> wanted,
      Function<Offer, String> property,
      BiPredicate<String, String> same) {
    if (wanted.isEmpty()) {
      return;
    }
    keep(
        offer -> wanted.stream().anyMatch(name -> same.test(name, property.apply(offer))),
        gone -> {
          List<String> known =
              gone.stream()
                  .map(property)
                  .filter(name -> !name.isEmpty())
                  .distinct()
                  .sorted()
                  .toList();
          String first = wanted.iterator().next();
          return wanted.size() == 1
              ? "no offer %s '%s'%s".formatted(has, first, Suggestion.hint(first, known))
              : "no offer %s %s%s"
                  .formatted(has, wanted, Suggestion.hint(wanted.toString(), known));
        });
  }

  private void atLeast(String unit, double wanted, ToDoubleFunction<Offer> property) {
    keep(
        offer -> property.applyAsDouble(offer) >= wanted,
        gone ->
            "%s takes %s %s of one machine, and the most in an offer that is otherwise right is %s"
                .formatted(
                    what,
                    plain(wanted),
                    unit,
                    plain(gone.stream().mapToDouble(property).max().orElse(0))));
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /**
   * Keeps those offers that pass; when none does, the reason is what is said of the ones before.
   */
  private void keep(Predicate<Offer> passes, Function<List<Offer>, String> said) {
    if (reason.isPresent()) {
      return;
    }
    List<Offer> before = left;
    left = before.stream().filter(passes).toList();
    if (left.isEmpty()) {
      reason = Optional.of(before.isEmpty() ? "there are no offers at all" : said.apply(before));
    }
  }

  private static boolean sold(Offer offer, Allow allow) {
    return Arrays.stream(Purchase.values())
        .anyMatch(
            way ->
                switch (way) {
                      case ON_DEMAND -> offer.onDemandMicrosPerHour().isPresent();
                      case SPOT -> offer.spotMicrosPerHour().isPresent();
                    }
                    && allow.permits(offer.cloud(), offer.region(), way));
  }

  private static String ways(Allow allow) {
    return allow.purchases().isEmpty()
        ? "at any price"
        : allow.purchases().stream().map(Purchase::text).collect(Collectors.joining(" or "));
  }
}
