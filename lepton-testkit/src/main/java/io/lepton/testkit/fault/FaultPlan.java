package io.lepton.testkit.fault;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Decides which calls go wrong, and how. Asked once for each call; must be thread safe. */
@FunctionalInterface
public interface FaultPlan {

  /** The fault of this call; empty lets it through. */
  Optional<Fault> decide(StoreCall call);

  /** Nothing goes wrong. */
  static FaultPlan none() {
    return call -> Optional.empty();
  }

  /**
   * Each call of {@code operations} fails with {@code probability}, with one of {@code faults}. The
   * choice depends on seed, operation, key and the call's number only, so that a single-threaded
   * run repeats exactly.
   */
  static FaultPlan seeded(
      long seed, double probability, Set<StoreOperation> operations, List<Fault> faults) {
    if (faults.isEmpty() || probability < 0 || probability > 1) {
      throw new IllegalArgumentException(
          "a seeded plan needs faults and a probability of 0 to 1, not " + probability);
    }
    Set<StoreOperation> chosen = Set.copyOf(operations);
    List<Fault> choices = List.copyOf(faults);
    return call -> {
      if (!chosen.contains(call.operation())) {
        return Optional.empty();
      }
      long mixed = seed * 31 + call.operation().name().hashCode();
      mixed = mixed * 31 + call.key().hashCode();
      SplittableRandom random = new SplittableRandom(mixed * 1_000_003 + call.number());
      return random.nextDouble() < probability
          ? Optional.of(choices.get(random.nextInt(choices.size())))
          : Optional.empty();
    };
  }
}
