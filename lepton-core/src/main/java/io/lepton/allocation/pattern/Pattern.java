package io.lepton.allocation.pattern;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A filling of one bin: so many copies of some classes.
 *
 * @param kind the bin
 * @param classes classes in it, ascending
 * @param copies how many of each, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // arrays are shared and never changed
public record Pattern(int kind, int[] classes, int[] copies) {

  /**
   * A bin of so many copies.
   *
   * @param counts copies by class, from 0
   */
  public static Pattern of(int kind, long[] counts) {
    int used = 0;
    for (long count : counts) {
      used += count > 0 ? 1 : 0;
    }
    int[] classes = new int[used];
    int[] copies = new int[used];
    int at = 0;
    for (int j = 0; j < counts.length; j++) {
      if (counts[j] > 0) {
        classes[at] = j;
        copies[at++] = Math.toIntExact(counts[j]);
      }
    }
    return new Pattern(kind, classes, copies);
  }

  /** How many copies of a class are in it. */
  int copiesOf(int of) {
    int at = Arrays.binarySearch(classes, of);
    return at < 0 ? 0 : copies[at];
  }

  /** The same bin with so many copies of a class less. */
  Pattern without(int of, int less) {
    int at = Arrays.binarySearch(classes, of);
    int[] fewer = copies.clone();
    fewer[at] -= less;
    if (fewer[at] > 0) {
      return new Pattern(kind, classes, fewer);
    }
    return new Pattern(
        kind,
        IntStream.range(0, classes.length).filter(i -> i != at).map(i -> classes[i]).toArray(),
        IntStream.range(0, classes.length).filter(i -> i != at).map(i -> copies[i]).toArray());
  }

  /** The price of the bin and of starting the copies. */
  public long costIn(PackingModel model) {
    return cost(model);
  }

  long cost(PackingModel model) {
    long sum = model.cost()[kind];
    for (int i = 0; i < classes.length; i++) {
      sum += model.copiesCost(kind, classes[i], copies[i]);
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pattern pattern
        && kind == pattern.kind
        && Arrays.equals(classes, pattern.classes)
        && Arrays.equals(copies, pattern.copies);
  }

  @Override
  public int hashCode() {
    return (kind * 31 + Arrays.hashCode(classes)) * 31 + Arrays.hashCode(copies);
  }

  @Override
  public String toString() {
    return kind + ":" + Arrays.toString(classes) + "x" + Arrays.toString(copies);
  }
}
