package io.lepton.prepare;

import io.lepton.config.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Divides rows so that each split has each class in the proportion of the whole, as near as whole
 * numbers allow.
 */
final class StratifiedSplit {
  private final int[] train;
  private final int[] validation;
  private final int[] test;

  private StratifiedSplit(int[] train, int[] validation, int[] test) {
    this.train = train;
    this.validation = validation;
    this.test = test;
  }

  int[] train() {
    return train;
  }

  int[] validation() {
    return validation;
  }

  int[] test() {
    return test;
  }

  static StratifiedSplit of(
      String source, Examples examples, int[] rows, List<String> classes, SplitSpec spec) {
    Random random = new Random(spec.seed());
    List<Integer> train = new ArrayList<>();
    List<Integer> validation = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      List<Integer> members = new ArrayList<>();
      for (int row : rows) {
        if (examples.label(row) == label) {
          members.add(row);
        }
      }
      Collections.shuffle(members, random);
      int forValidation = (int) Math.round(members.size() * spec.validation());
      int forTest = (int) Math.round(members.size() * spec.test());
      int forTraining = members.size() - forValidation - forTest;
      if (forTraining < 1 || forValidation < 1 || forTest < 1) {
        throw new InputException(
            ("%s: class '%s' has %d examples; split would give training %d, validation %d and"
                    + " test %d of them, but each needs at least one: add examples or change the"
                    + " fractions")
                .formatted(
                    source,
                    classes.get(label),
                    members.size(),
                    Math.max(forTraining, 0),
                    forValidation,
                    forTest));
      }
      test.addAll(members.subList(0, forTest));
      validation.addAll(members.subList(forTest, forTest + forValidation));
      train.addAll(members.subList(forTest + forValidation, members.size()));
    }
    return new StratifiedSplit(
        shuffled(train, random), shuffled(validation, random), shuffled(test, random));
  }

  private static int[] shuffled(List<Integer> rows, Random random) {
    Collections.shuffle(rows, random);
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }
}
