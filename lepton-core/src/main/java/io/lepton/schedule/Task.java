package io.lepton.schedule;

import io.lepton.allocation.Accelerator;
import io.lepton.allocation.Allow;
import io.lepton.allocation.Demand;
import io.lepton.allocation.NoFit;
import io.lepton.allocation.Purchase;
import io.lepton.spi.price.Offer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A piece of work that runs on one machine from start to end.
 *
 * @param name unique in its problem
 * @param runTime how long it takes on which machine
 * @param demand the least that the machine must have
 * @param accelerator the accelerators that the machine must have
 * @param allow where it may run
 * @param inputs data that it reads from fixed places, before it starts
 * @param outputs data that it writes to fixed places, after it ends
 */
public record Task(
    String name,
    RunTime runTime,
    Demand demand,
    Optional<Accelerator> accelerator,
    Allow allow,
    List<DataPlace> inputs,
    List<DataPlace> outputs) {

  public Task {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a task's name must not be blank");
    }
    Objects.requireNonNull(runTime, "runTime");
    Objects.requireNonNull(demand, "demand");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(allow, "allow");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** A task without further conditions. */
  public static Task of(String name, RunTime runTime) {
    return new Task(
        name, runTime, Demand.NONE, Optional.empty(), Allow.ANYWHERE, List.of(), List.of());
  }

  /** Whether a machine bought so is large enough and allowed. */
  public boolean fits(Offer offer, Purchase purchase) {
    return offer.vcpus() >= demand.vcpus()
        && offer.memoryGib() >= demand.memoryGib()
        && (accelerator.isEmpty()
            || (offer.accelerator().equalsIgnoreCase(accelerator.get().type())
                && offer.acceleratorCount() >= accelerator.get().count()))
        && allow.permits(offer.cloud(), offer.region(), purchase);
  }

  /** Why no offer at all runs it. */
  String misfit(List<Offer> offers) {
    return NoFit.reason(offers, name, demand, accelerator, allow)
        .or(() -> runTime.unknownName(offers))
        .orElse("those that are otherwise right have no hours or throughput, or no egress tariff");
  }

  /** Whether every machine fits, however it is bought. */
  boolean fitsAnywhere() {
    return demand.equals(Demand.NONE) && accelerator.isEmpty() && allow.equals(Allow.ANYWHERE);
  }

  static double checkAmount(String what, double value) {
    if (!(value >= 0) || value > 1e9) {
      throw new IllegalArgumentException(what + " must be from 0 to a billion, not " + value);
    }
    return value;
  }
}
