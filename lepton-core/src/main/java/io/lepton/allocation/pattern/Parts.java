package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.Optional;

/**
 * The parts of a model, and how long there is for them. One that does not fall apart is its only
 * part, which may be looked at for a moment as well.
 *
 * @param start works on them
 * @param brief whether there is time for no more than a look at each
 * @param few whether so few units are needed of a class that rounding costs more than the bound
 *     lacks
 */
record Parts(BlockStart start, boolean brief, boolean few) {
  /** Parts are solved one by one where there are several and as much time. */
  private static final long SOLVE_NANOS = 300_000_000;

  /** And looked at for a moment each where there is as much for each class on each kind. */
  private static final long SKETCH_NANOS = 500;

  /** A master of so many rows takes as much a round for each row and row. */
  private static final long MASTER_NANOS = 1_500;

  /** With so much more, the whole is solved as well. */
  private static final long WHOLE_NANOS = 60_000;

  /** So many units of a class, in the mean, take many bins, so that rounding costs little. */
  private static final long MANY_UNITS = 100;

  /**
   * The parts, where there is time for them; empty otherwise.
   *
   * @param rooms solved
   * @param threads how many parts may be worked on at once
   * @param leftNanos how much time there is
   */
  static Optional<Parts> of(
      PackingModel model, RoomAscent rooms, long lattice, int threads, long leftNanos) {
    long cells = model.cells();
    boolean few = Arrays.stream(model.need()).sum() / model.classes() < MANY_UNITS;
    boolean brief =
        leftNanos <= SOLVE_NANOS
            && leftNanos > SKETCH_NANOS * cells
            && leftNanos > MASTER_NANOS * model.classes() * model.classes()
            && leftNanos < WHOLE_NANOS * cells
            && !few;
    if (!brief && leftNanos <= SOLVE_NANOS) {
      return Optional.empty();
    }
    return BlockStart.of(model, rooms, lattice, threads)
        .filter(start -> brief ? start.plain() : start.fallsApart())
        .map(start -> new Parts(start, brief, few));
  }
}
