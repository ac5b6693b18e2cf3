package io.lepton.allocation.pattern;

import org.jspecify.annotations.Nullable;

/**
 * How far a search is: its cheapest packing, and what is proven of the cost of all. The searching
 * thread writes; others may read, and propose packings to its {@link Incumbent}.
 */
final class Standing {
  private final long lattice;
  private final Polish polish;
  private final Incumbent incumbent = new Incumbent();
  private volatile @Nullable Packing best;
  private volatile double bound;
  private volatile boolean exhausted;

  /**
   * Nothing found, nothing proven.
   *
   * @param lattice every packing's cost is a multiple of this
   */
  Standing(PackingModel model, long lattice) {
    this.lattice = lattice;
    this.polish = new Polish(model);
  }

  /** Takes a valid packing, if it is the cheapest so far, and tells whether it is. */
  boolean offer(Packing packing) {
    Packing polished = polish.apply(packing);
    Packing known = best;
    if (known != null && polished.cost() >= known.cost()) {
      return false;
    }
    best = polished;
    incumbent.propose(polished);
    return true;
  }

  /** Takes a packing in the place of the best, which is better in other ways than cost. */
  void prefer(Packing packing) {
    best = polish.apply(packing);
  }

  /** Proven: no packing costs less. */
  void raise(double proven) {
    bound = Math.max(bound, proven);
  }

  /** Proven: there is no packing but those that were offered. */
  void exhaust() {
    exhausted = true;
  }

  /** The cheapest packing; null when there is none. */
  @Nullable Packing best() {
    return best;
  }

  /** Where other threads propose packings. */
  Incumbent incumbent() {
    return incumbent;
  }

  /** The proven bound as it was raised, before it is taken up to a multiple of the lattice. */
  double bound() {
    return bound;
  }

  /** Proven: no packing costs less. */
  long lowerBound() {
    Packing packing = best;
    return exhausted && packing != null ? packing.cost() : inLattice(bound);
  }

  /** Whether the best packing is proven the cheapest. */
  boolean closed() {
    Packing packing = best;
    return packing != null && (exhausted || packing.cost() <= lowerBound());
  }

  /** Whether a packing that was proposed is proven the cheapest, if this is proven as well. */
  boolean settled(double proven) {
    return incumbent.costsAtMost(inLattice(Math.max(bound, proven)));
  }

  private long inLattice(double cost) {
    return (long) Math.ceil(Math.max(0, cost) / lattice) * lattice;
  }
}
