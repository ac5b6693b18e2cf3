package io.lepton.allocation;

/**
 * A machine as the engine sees it: its site, and what it uses of quotas.
 *
 * @param quotas the quotas it counts against
 * @param uses by how much, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
record Kind(
    Candidate machine,
    int site,
    long cost,
    long[] capacity,
    long available,
    long[] kept,
    int[] quotas,
    long[] uses) {

  /** Whether this can always stand in for a machine that counts against its quotas at least. */
  boolean standsInFor(long otherCost, long[] otherCapacity, long[] otherUses) {
    if (cost > otherCost) {
      return false;
    }
    for (int d = 0; d < capacity.length; d++) {
      if (capacity[d] < otherCapacity[d]) {
        return false;
      }
    }
    for (int i = 0; i < uses.length; i++) {
      if (uses[i] > otherUses[i]) {
        return false;
      }
    }
    return true;
  }

  static int cheapestFirst(Kind a, Kind b) {
    int order = Long.compare(a.cost, b.cost);
    for (int d = 0; d < a.capacity.length && order == 0; d++) {
      order = Long.compare(b.capacity[d], a.capacity[d]);
    }
    return order;
  }
}
