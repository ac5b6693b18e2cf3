package io.lepton.allocation.pattern;

/** Sizes of copies and room in bins, by dimension. */
final class Sizes {
  private Sizes() {}

  /** Whether a copy fits into so much room. */
  static boolean fit(long[] size, long[] room) {
    for (int d = 0; d < room.length; d++) {
      if (size[d] > room[d]) {
        return false;
      }
    }
    return true;
  }

  /** How many copies fit into so much room that is not overdrawn, up to {@code most}. */
  static long copies(long[] size, long[] room, long most) {
    long copies = most;
    for (int d = 0; d < room.length && copies > 0; d++) {
      if (size[d] > 0) {
        copies = Math.min(copies, room[d] / size[d]);
      }
    }
    return copies;
  }
}
