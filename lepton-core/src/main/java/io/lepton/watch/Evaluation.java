package io.lepton.watch;

import java.util.ArrayList;
import java.util.List;

/**
 * How a classifier did on rows whose class is known. The scores follow from the confusion matrix; a
 * score that would divide by zero is 0, as in scikit-learn. Immutable.
 *
 * @param classes their names
 * @param confusion so many rows of class i (row) were called class j (column)
 */
public record Evaluation(List<String> classes, List<List<Long>> confusion) {

  public Evaluation {
    classes = List.copyOf(classes);
    confusion = confusion.stream().map(List::copyOf).toList();
    int size = classes.size();
    if (size == 0
        || confusion.size() != size
        || confusion.stream()
            .anyMatch(row -> row.size() != size || row.stream().anyMatch(count -> count < 0))) {
      throw new IllegalArgumentException(
          "a confusion matrix of " + size + " classes needs as many rows and columns of counts");
    }
  }

  /** Rows judged. */
  public long rows() {
    return confusion.stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
  }

  /** Share of rows called by their own class. */
  public double accuracy() {
    long right = 0;
    for (int i = 0; i < classes.size(); i++) {
      right += confusion.get(i).get(i);
    }
    return share(right, rows());
  }

  /** Mean of the classes' F1 scores, each class counting the same. */
  public double macroF1() {
    return scores().stream().mapToDouble(ClassScore::f1).average().orElse(0);
  }

  /** The scores of every class, in their order. */
  public List<ClassScore> scores() {
    List<ClassScore> scores = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      int column = i;
      long right = confusion.get(i).get(i);
      long support = confusion.get(i).stream().mapToLong(Long::longValue).sum();
      long called = confusion.stream().mapToLong(row -> row.get(column)).sum();
      double precision = share(right, called);
      double recall = share(right, support);
      double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
      scores.add(new ClassScore(classes.get(i), precision, recall, f1, support));
    }
    return scores;
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /**
   * The scores of one class.
   *
   * @param name of the class
   * @param precision share of the rows called so that are so
   * @param recall share of the rows that are so that were called so
   * @param f1 harmonic mean of both
   * @param support rows of this class
   */
  public record ClassScore(String name, double precision, double recall, double f1, long support) {}
}
