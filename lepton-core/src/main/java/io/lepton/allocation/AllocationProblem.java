package io.lepton.allocation;

import io.lepton.catalog.CatalogAudit;
import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to place, on what, and what counts. An offer with an on-demand and a spot price stands for
 * two ways of buying the same machine; a price that is empty cannot be bought.
 *
 * <p>A problem prints as JSON with {@link #toJson} and reads back equal with {@link #parse}.
 * Immutable.
 *
 * @param offers machines for sale; each (cloud, region, zone, type) once, no price below 0
 * @param workloads what to place; each name once
 * @param quotas limits on groups of instances
 * @param transfers data drawn from fixed places
 * @param egress the transfer tariff; needed when there are transfers
 * @param objective what is minimised
 * @param current the placement that runs now; empty when nothing does. Workloads and machines that
 *     the problem no longer knows are ignored
 * @param timeLimit how long to search unless the solver is told otherwise
 */
public record AllocationProblem(
    List<Offer> offers,
    List<Workload> workloads,
    List<Quota> quotas,
    List<Transfer> transfers,
    List<EgressTier> egress,
    Objective objective,
    List<InstanceGroup> current,
    Optional<Duration> timeLimit) {

  public AllocationProblem {
    offers = List.copyOf(offers);
    workloads = List.copyOf(workloads);
    quotas = List.copyOf(quotas);
    transfers = List.copyOf(transfers);
    egress = List.copyOf(egress);
    Objects.requireNonNull(objective, "objective");
    current = List.copyOf(current);
    Objects.requireNonNull(timeLimit, "timeLimit");
    timeLimit.ifPresent(
        limit -> {
          if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("time limit must be above zero, not " + limit);
          }
        });
    Set<String> names = new HashSet<>();
    for (Workload workload : workloads) {
      if (!names.add(workload.name())) {
        throw new IllegalArgumentException(
            "workload " + workload.name() + " stands twice; give each a name of its own");
      }
    }
    for (Transfer transfer : transfers) {
      if (!names.contains(transfer.to())) {
        throw new IllegalArgumentException(
            "a transfer goes to workload " + transfer.to() + ", which is not in the problem");
      }
    }
    Set<List<String>> keys = new HashSet<>(offers.size() * 2);
    for (Offer offer : offers) {
      if (!keys.add(List.of(offer.cloud(), offer.region(), offer.zone(), offer.instanceType()))) {
        throw new IllegalArgumentException("offer " + name(offer) + " stands twice; keep one row");
      }
      Checks.amount("vcpus of " + offer.instanceType(), offer.vcpus());
      Checks.amount("memory_gib of " + offer.instanceType(), offer.memoryGib());
      Checks.amount("accelerator_count of " + offer.instanceType(), offer.acceleratorCount());
      checkPrice("price_per_hour_usd", offer, offer.onDemandMicrosPerHour());
      checkPrice("spot_price_per_hour_usd", offer, offer.spotMicrosPerHour());
    }
  }

  private static String name(Offer offer) {
    return Stream.of(offer.cloud(), offer.region(), offer.zone(), offer.instanceType())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static void checkPrice(String name, Offer offer, OptionalLong micros) {
    if (micros.isPresent() && micros.getAsLong() < 0) {
      throw new IllegalArgumentException(
          name
              + " of offer "
              + name(offer)
              + " must be at least 0, not "
              + Money.usd(micros.getAsLong()).toPlainString()
              + "; correct it, or leave a price that is not known empty");
    }
  }

  /** Starts a problem. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with everything of this problem. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.offers.addAll(offers);
    builder.workloads.addAll(workloads);
    builder.quotas.addAll(quotas);
    builder.transfers.addAll(transfers);
    builder.egress.addAll(egress);
    builder.current.addAll(current);
    builder.objective = objective;
    builder.timeLimit = timeLimit;
    return builder;
  }

  /**
   * Reads an allocation file, YAML or JSON; catalogs that it names are looked up beside it. Offers
   * and prices that {@link CatalogAudit} doubts are left out.
   *
   * @throws io.lepton.config.InputException naming file, line, field and what was expected
   */
  public static AllocationProblem read(Path file) {
    return ProblemReader.read(file, Optional.empty());
  }

  /**
   * Reads an allocation file, with what can be trusted of these offers instead of its own, which it
   * need not have.
   *
   * @throws io.lepton.config.InputException naming file, line, field and what was expected
   */
  public static AllocationProblem read(Path file, CatalogAudit offers) {
    return ProblemReader.read(file, Optional.of(offers));
  }

  /**
   * Reads an allocation document from memory; {@code folder} is where catalogs that it names are.
   *
   * @throws io.lepton.config.InputException naming line, field and what was expected
   */
  public static AllocationProblem parse(String text, Path folder) {
    return ProblemReader.parse(text, "allocation", folder);
  }

  /** This problem as one JSON document with all offers inline. */
  public String toJson() {
    return ProblemWriter.write(this);
  }

  /** Collects a problem's parts; not thread safe. */
  public static final class Builder {
    private final List<Offer> offers = new ArrayList<>();
    private final List<Workload> workloads = new ArrayList<>();
    private final List<Quota> quotas = new ArrayList<>();
    private final List<Transfer> transfers = new ArrayList<>();
    private final List<EgressTier> egress = new ArrayList<>();
    private final List<InstanceGroup> current = new ArrayList<>();
    private Objective objective = Objective.COST;
    private Optional<Duration> timeLimit = Optional.empty();

    private Builder() {}

    /** Adds one offer. */
    public Builder offer(Offer offer) {
      offers.add(offer);
      return this;
    }

    /** Adds offers. */
    public Builder offers(List<Offer> more) {
      offers.addAll(more);
      return this;
    }

    /** Replaces all offers. */
    public Builder replaceOffers(List<Offer> all) {
      offers.clear();
      offers.addAll(all);
      return this;
    }

    /** Adds a workload. */
    public Builder workload(Workload workload) {
      workloads.add(workload);
      return this;
    }

    /** Replaces all workloads. */
    public Builder replaceWorkloads(List<Workload> all) {
      workloads.clear();
      workloads.addAll(all);
      return this;
    }

    /** Adds a quota. */
    public Builder quota(Quota quota) {
      quotas.add(quota);
      return this;
    }

    /** Replaces all quotas. */
    public Builder replaceQuotas(List<Quota> all) {
      quotas.clear();
      quotas.addAll(all);
      return this;
    }

    /** Adds a transfer. */
    public Builder transfer(Transfer transfer) {
      transfers.add(transfer);
      return this;
    }

    /** Replaces all transfers. */
    public Builder replaceTransfers(List<Transfer> all) {
      transfers.clear();
      transfers.addAll(all);
      return this;
    }

    /** Adds tiers of the transfer tariff. */
    public Builder egress(List<EgressTier> tiers) {
      egress.addAll(tiers);
      return this;
    }

    /** Sets what is minimised; {@link Objective#COST} unless told. */
    public Builder objective(Objective wanted) {
      objective = wanted;
      return this;
    }

    /** Replaces the placement that runs now. */
    public Builder current(List<InstanceGroup> placement) {
      current.clear();
      current.addAll(placement);
      return this;
    }

    /** Sets how long to search. */
    public Builder timeLimit(Duration limit) {
      timeLimit = Optional.of(limit);
      return this;
    }

    /** The problem; throws IllegalArgumentException naming what is wrong. */
    public AllocationProblem build() {
      return new AllocationProblem(
          offers, workloads, quotas, transfers, egress, objective, current, timeLimit);
    }
  }
}
