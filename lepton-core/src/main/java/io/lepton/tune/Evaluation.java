package io.lepton.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How well a model answers a labelled split.
 *
 * @param examples how many
 * @param loss mean cross-entropy
 * @param accuracy fraction right
 * @param macroPrecision mean over the classes, each counted once
 * @param macroRecall mean over the classes
 * @param macroF1 mean over the classes
 * @param classes figures of each class
 * @param confusion row i, column j: how many examples of class i were answered with class j
 */
public record Evaluation(
    int examples,
    double loss,
    double accuracy,
    double macroPrecision,
    double macroRecall,
    double macroF1,
    List<ClassFigures> classes,
    List<List<Integer>> confusion) {

  /** Copies the lists. */
  public Evaluation {
    classes = List.copyOf(classes);
    confusion = confusion.stream().map(List::copyOf).toList();
  }

  /**
   * Computes all figures from a confusion matrix; a quotient without a denominator is 0, as in
   * scikit-learn.
   *
   * @param names of the classes, one a row
   * @param confusion as in {@link #confusion()}
   * @throws IllegalArgumentException when it has not as many rows and columns as there are names
   */
  public static Evaluation of(List<String> names, int[][] confusion, double loss) {
    int size = names.size();
    if (confusion.length != size || Stream.of(confusion).anyMatch(row -> row.length != size)) {
      throw new IllegalArgumentException(
          "a confusion matrix of " + size + " classes needs as many rows and columns");
    }
    int total = 0;
    int right = 0;
    List<ClassFigures> classes = new ArrayList<>();
    for (int i = 0; i < confusion.length; i++) {
      int index = i;
      int support = IntStream.of(confusion[i]).sum();
      int answered = IntStream.range(0, confusion.length).map(row -> confusion[row][index]).sum();
      double precision = quotient(confusion[i][i], answered);
      double recall = quotient(confusion[i][i], support);
      double f1 = quotient(2 * precision * recall, precision + recall);
      classes.add(new ClassFigures(names.get(i), precision, recall, f1, support));
      total += support;
      right += confusion[i][i];
    }
    return new Evaluation(
        total,
        loss,
        quotient(right, total),
        classes.stream().mapToDouble(ClassFigures::precision).average().orElse(0),
        classes.stream().mapToDouble(ClassFigures::recall).average().orElse(0),
        classes.stream().mapToDouble(ClassFigures::f1).average().orElse(0),
        classes,
        IntStream.range(0, confusion.length)
            .mapToObj(row -> IntStream.of(confusion[row]).boxed().toList())
            .toList());
  }

  private static double quotient(double numerator, double denominator) {
    return denominator == 0 ? 0 : numerator / denominator;
  }
}
