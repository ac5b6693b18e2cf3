package io.lepton.schedule;

import org.jspecify.annotations.Nullable;

/** What a search found: the best choice of options, if any, and a bound that none can be below. */
final class Found {
  private final int @Nullable [] choice;
  private final long value;
  private final long bound;

  Found(int @Nullable [] choice, long value, long bound) {
    this.choice = choice;
    this.value = value;
    this.bound = bound;
  }

  static Found nothing(long bound) {
    return new Found(null, Long.MAX_VALUE, bound);
  }

  /** An option of each task, of the model that was searched; null when none was found. */
  int @Nullable [] choice() {
    return choice;
  }

  /** What was minimised. */
  long value() {
    return value;
  }

  /** No choice has less; Long.MAX_VALUE when there is none at all. */
  long bound() {
    return bound;
  }

  boolean proven() {
    return bound >= value;
  }
}
