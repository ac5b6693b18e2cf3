package io.lepton.prepare;

import io.lepton.model.Standardisation;
import java.util.List;

/**
 * Clean data in three disjoint splits. Features are as they were measured, not standardised: the
 * standardisation becomes the network's first layer, so that whoever asks the model sends what was
 * measured.
 *
 * @param train to learn from
 * @param validation to choose the epoch by
 * @param test that nothing is chosen by
 * @param classes names of the classes, in the order of the labels
 * @param shape of one example
 * @param standardisation fitted on the training split alone: one mean and deviation for images, one
 *     a column for tables
 * @param report what preparing did
 */
public record PreparedData(
    Examples train,
    Examples validation,
    Examples test,
    List<String> classes,
    List<Long> shape,
    Standardisation standardisation,
    PrepareReport report) {

  /** Copies the lists. */
  public PreparedData {
    classes = List.copyOf(classes);
    shape = List.copyOf(shape);
  }
}
