package io.lepton.allocation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Machines at one site under the same quotas, without those for which another is no dearer, no
 * smaller and no heavier on any quota. Most machines of a catalog fall to a few others, so those
 * that beat many are asked first. Not thread safe.
 */
final class KindFront {
  final int site;
  final int[] quotas;
  private final List<Kind> kinds = new ArrayList<>();

  KindFront(int site, int[] quotas) {
    this.site = site;
    this.quotas = quotas;
  }

  /** Whether a machine of the front can always stand in for it. */
  boolean beats(Kind other) {
    return beats(other.cost(), other.capacity(), other.uses());
  }

  /** The same for a machine that was not made yet. */
  boolean beats(long cost, long[] capacity, long[] uses) {
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i).standsInFor(cost, capacity, uses)) {
        Collections.swap(kinds, i, i / 2);
        return true;
      }
    }
    return false;
  }

  /** Adds a machine that the front does not beat. */
  void add(Kind kind) {
    kinds.removeIf(other -> kind.standsInFor(other.cost(), other.capacity(), other.uses()));
    kinds.add(kind);
  }

  /** Cheapest first. */
  List<Kind> sorted() {
    List<Kind> sorted = new ArrayList<>(kinds);
    sorted.sort(Kind::cheapestFirst);
    return sorted;
  }
}
