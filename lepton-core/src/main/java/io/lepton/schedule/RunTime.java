package io.lepton.schedule;

import io.lepton.config.Suggestion;
import io.lepton.spi.price.Offer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How long a task runs on a machine. */
public sealed interface RunTime {

  /** Hours on a machine; empty when the task cannot run there. */
  OptionalDouble hours(Offer offer);

  /** Says which name in it no offer has; empty when all are known. */
  Optional<String> unknownName(List<Offer> offers);

  /**
   * Measured or estimated hours by machine type.
   *
   * @param hours by type name or glob ({@code *} any text); an exact name wins, else the first glob
   *     that fits in the map's order. Types not named cannot run the task
   */
  record ByType(Map<String, Double> hours) implements RunTime {
    public ByType {
      if (hours.isEmpty()) {
        throw new IllegalArgumentException("hours must name at least one machine type");
      }
      hours.forEach((type, value) -> Task.checkAmount("hours on " + type, value));
      hours = Collections.unmodifiableMap(new LinkedHashMap<>(hours));
    }

    @Override
    public OptionalDouble hours(Offer offer) {
      Double exact = hours.get(offer.instanceType());
      if (exact != null) {
        return OptionalDouble.of(exact);
      }
      for (Map.Entry<String, Double> entry : hours.entrySet()) {
        if (entry.getKey().indexOf('*') >= 0 && matches(entry.getKey(), offer.instanceType())) {
          return OptionalDouble.of(entry.getValue());
        }
      }
      return OptionalDouble.empty();
    }

    @Override
    public Optional<String> unknownName(List<Offer> offers) {
      Set<String> types = names(offers, Offer::instanceType);
      return hours.keySet().stream()
          .filter(type -> type.indexOf('*') < 0 && !types.contains(type))
          .findFirst()
          .map(type -> "no offer is a '" + type + "'" + Suggestion.hint(type, types));
    }

    private static boolean matches(String glob, String type) {
      List<String> parts = new ArrayList<>();
      for (String part : glob.split("\\*", -1)) {
        parts.add(Pattern.quote(part));
      }
      return type.matches(String.join(".*", parts));
    }
  }

  /**
   * An amount of work and the rate at which machines do it.
   *
   * @param work units of work
   * @param unitsPerHour rate of one accelerator by its model, in any case, and of one virtual
   *     processor under the name {@code vcpu}; a machine with a named accelerator works at its
   *     accelerators' rate times their count, any other at its processors' rate
   */
  record ByThroughput(double work, Map<String, Double> unitsPerHour) implements RunTime {
    /** The name of the rate of one virtual processor. */
    public static final String VCPU = "vcpu";

    public ByThroughput {
      Task.checkAmount("work", work);
      unitsPerHour.forEach(
          (name, rate) -> {
            if (name.isBlank()) {
              throw new IllegalArgumentException(
                  "name each accelerator as the catalog does, not '" + name + "'");
            }
            if (!(rate > 0) || rate.isInfinite()) {
              throw new IllegalArgumentException("throughput of " + name + " must be above zero");
            }
          });
      unitsPerHour = Collections.unmodifiableMap(new LinkedHashMap<>(unitsPerHour));
    }

    @Override
    public OptionalDouble hours(Offer offer) {
      if (offer.acceleratorCount() > 0) {
        for (Map.Entry<String, Double> rate : unitsPerHour.entrySet()) {
          if (rate.getKey().equalsIgnoreCase(offer.accelerator())) {
            return OptionalDouble.of(work / (rate.getValue() * offer.acceleratorCount()));
          }
        }
      }
      Double processor = unitsPerHour.get(VCPU);
      return processor == null || !(offer.vcpus() > 0)
          ? OptionalDouble.empty()
          : OptionalDouble.of(work / (processor * offer.vcpus()));
    }

    @Override
    public Optional<String> unknownName(List<Offer> offers) {
      Set<String> models = names(offers, Offer::accelerator);
      return unitsPerHour.keySet().stream()
          .filter(name -> !name.equals(VCPU) && models.stream().noneMatch(name::equalsIgnoreCase))
          .findFirst()
          .map(
              name ->
                  "no offer has the accelerator '" + name + "'" + Suggestion.hint(name, models));
    }
  }

  private static Set<String> names(List<Offer> offers, Function<Offer, String> name) {
    return offers.stream()
        .map(name)
        .filter(one -> !one.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
