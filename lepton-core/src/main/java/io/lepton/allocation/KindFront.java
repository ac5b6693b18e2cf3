package io.lepton.allocation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Machines at one site under the same quotas, without those for which another is no dearer, no
 * smaller and no heavier on any quota. Most machines of a catalog fall to a few others, so those
 * that beat many are asked first, and their figures lie side by side. Not thread safe.
 */
final class KindFront {
  private static final int SIZES = 3;

  final int site;
  final int[] quotas;
  private final List<Kind> kinds = new ArrayList<>();

  /**
   * Figures of a machine: cost, sizes and uses of quotas, for which less is better but for sizes.
   */
  private final int width;

  private long[] figures;

  KindFront(int site, int[] quotas) {
    this.site = site;
    this.quotas = quotas;
    this.width = 1 + SIZES + quotas.length;
    this.figures = new long[8 * width];
  }

  /** Whether a machine of the front can always stand in for it. */
  boolean beats(Kind other) {
    return beats(other.cost(), other.capacity(), other.uses());
  }

  /** The same for a machine that was not made yet. */
  boolean beats(long cost, long[] capacity, long[] uses) {
    for (int i = 0, at = 0; i < kinds.size(); i++, at += width) {
      if (figures[at] <= cost && holds(at + 1, capacity) && spares(at + 1 + SIZES, uses)) {
        swap(i, i / 2);
        return true;
      }
    }
    return false;
  }

  private boolean holds(int at, long[] capacity) {
    return figures[at] >= capacity[0]
        && figures[at + 1] >= capacity[1]
        && figures[at + 2] >= capacity[2];
  }

  private boolean spares(int at, long[] uses) {
    for (int i = 0; i < quotas.length; i++) {
      if (figures[at + i] > uses[i]) {
        return false;
      }
    }
    return true;
  }

  private void swap(int one, int other) {
    if (one != other) {
      Kind kind = kinds.get(one);
      kinds.set(one, kinds.get(other));
      kinds.set(other, kind);
      for (int k = 0; k < width; k++) {
        long figure = figures[one * width + k];
        figures[one * width + k] = figures[other * width + k];
        figures[other * width + k] = figure;
      }
    }
  }

  /** Adds a machine that the front does not beat. */
  void add(Kind kind) {
    if (kinds.removeIf(other -> kind.standsInFor(other.cost(), other.capacity(), other.uses()))) {
      for (int i = 0; i < kinds.size(); i++) {
        write(i, kinds.get(i));
      }
    }
    if ((kinds.size() + 1) * width > figures.length) {
      figures = Arrays.copyOf(figures, 2 * figures.length);
    }
    write(kinds.size(), kind);
    kinds.add(kind);
  }

  private void write(int place, Kind kind) {
    int at = place * width;
    figures[at] = kind.cost();
    System.arraycopy(kind.capacity(), 0, figures, at + 1, SIZES);
    System.arraycopy(kind.uses(), 0, figures, at + 1 + SIZES, quotas.length);
  }

  /** Cheapest first. */
  List<Kind> sorted() {
    List<Kind> sorted = new ArrayList<>(kinds);
    sorted.sort(Kind::cheapestFirst);
    return sorted;
  }
}
