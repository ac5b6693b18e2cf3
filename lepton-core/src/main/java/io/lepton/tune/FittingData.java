package io.lepton.tune;

import io.lepton.config.InputException;
import io.lepton.config.Suggestion;
import io.lepton.model.ModelDescription;
import io.lepton.prepare.Examples;
import io.lepton.prepare.PreparedData;
import java.util.List;

/**
 * Prepared data in a model's terms: examples of its input's shape, labels in the order of its
 * classes.
 *
 * @param train to learn from
 * @param validation to choose the epoch by
 * @param test that nothing is chosen by
 * @param shape of one example, as the model's input has it
 * @param classes the model's classes, or the data's where the model does not name its own
 */
record FittingData(
    Examples train, Examples validation, Examples test, List<Long> shape, List<String> classes) {

  /**
   * Fits data to a model.
   *
   * @throws InputException when the sizes differ or the model lacks a class
   */
  static FittingData of(PreparedData data, ModelDescription model) {
    long features = data.train().width();
    if (model.input().isKnown() && model.input().elements() != features) {
      throw new InputException(
          "%s has %d features an example, but model '%s' takes %d (shape %s)"
              .formatted(
                  data.report().source(),
                  features,
                  model.name(),
                  model.input().elements(),
                  model.input().shape()));
    }
    List<Long> shape = model.input().isKnown() ? model.input().shape() : data.shape();
    if (model.classes().isEmpty() || model.classes().equals(data.classes())) {
      return new FittingData(data.train(), data.validation(), data.test(), shape, data.classes());
    }
    int[] order = new int[data.classes().size()];
    for (int i = 0; i < order.length; i++) {
      String name = data.classes().get(i);
      order[i] = model.classes().indexOf(name);
      if (order[i] < 0) {
        throw new InputException(
            "%s has the class '%s', which model '%s' does not know%s"
                .formatted(
                    data.report().source(),
                    name,
                    model.name(),
                    Suggestion.hint(name, model.classes())));
      }
    }
    return new FittingData(
        relabelled(data.train(), order),
        relabelled(data.validation(), order),
        relabelled(data.test(), order),
        shape,
        model.classes());
  }

  private static Examples relabelled(Examples examples, int[] order) {
    float[] features = new float[examples.size() * examples.width()];
    int[] labels = new int[examples.size()];
    for (int row = 0; row < labels.length; row++) {
      examples.copyRow(row, features, row * examples.width());
      labels[row] = order[examples.label(row)];
    }
    return new Examples(features, labels, examples.width());
  }
}
