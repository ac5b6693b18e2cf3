package io.lepton.allocation.pattern;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The cheapest packing that any thread has proposed. Thread safe. */
final class Incumbent {
  private final AtomicReference<@Nullable Packing> cheapest = new AtomicReference<>();

  /** Takes a valid packing, unless one as cheap is known. */
  void propose(Packing packing) {
    cheapest.accumulateAndGet(
        packing, (known, other) -> known == null || other.cost() < known.cost() ? other : known);
  }

  /** The cheapest; null when there is none. */
  @Nullable Packing packing() {
    return cheapest.get();
  }

  /** Whether there is a packing at this cost or below. */
  boolean costsAtMost(long cost) {
    Packing packing = cheapest.get();
    return packing != null && packing.cost() <= cost;
  }
}
