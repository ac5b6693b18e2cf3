package io.lepton.prepare;

import java.util.List;

/**
 * What preparing found and did.
 *
 * @param source where the data came from
 * @param sha256 digest of the bytes read
 * @param read examples read
 * @param duplicates examples dropped because another has equal features
 * @param contradictions how many of those had another label than the one kept
 * @param missingValues values that were missing
 * @param missingDropped examples dropped for a missing value
 * @param outlyingValues outlying values of the training split
 * @param outliersDropped examples dropped for one
 * @param classes names of the classes
 * @param shape of one example
 * @param train examples of each class to learn from
 * @param validation examples of each class to choose by
 * @param test examples of each class to test with
 */
public record PrepareReport(
    String source,
    String sha256,
    int read,
    int duplicates,
    int contradictions,
    int missingValues,
    int missingDropped,
    int outlyingValues,
    int outliersDropped,
    List<String> classes,
    List<Long> shape,
    List<Integer> train,
    List<Integer> validation,
    List<Integer> test) {

  /** Copies the lists. */
  public PrepareReport {
    classes = List.copyOf(classes);
    shape = List.copyOf(shape);
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }
}
