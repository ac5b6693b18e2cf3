package io.lepton.tune;

/**
 * Size of the adapters: each is {@code B A} with {@code rank} columns in B and rows in A. A layer
 * smaller than that gets as many as fit.
 *
 * @param rank at least 1
 */
public record LowRank(int rank) {

  /** Checks the rank. */
  public LowRank {
    if (rank < 1) {
      throw new IllegalArgumentException("rank must be at least 1, not " + rank);
    }
  }

  /** Adapters of this rank. */
  public static LowRank rank(int rank) {
    return new LowRank(rank);
  }
}
