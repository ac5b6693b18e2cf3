package io.lepton.allocation;

/**
 * How much of the time is kept for what comes after the search: putting the answer together, its
 * check and its explanation. How long these take depends on how much of their code the virtual
 * machine has compiled yet, so it is measured where it could matter. Immutable.
 *
 * @param limitNanos the time for all
 */
record Reserve(long limitNanos) {
  /** One of so many parts of the time is kept at least. */
  private static final long PARTS = 10;

  /** What comes after the search takes at most so many times as long as reading the problem. */
  private static final long SLOWER = 2;

  /** What is kept at least. */
  long leastNanos() {
    return limitNanos / PARTS;
  }

  /** Whether that may be too little, after the problem was read in so much time. */
  boolean unsure(long readingNanos) {
    return readingNanos > leastNanos() / SLOWER;
  }

  /** What is kept after that took so long for a first answer. */
  long nanos(long tookNanos) {
    return Math.max(leastNanos(), tookNanos);
  }
}
