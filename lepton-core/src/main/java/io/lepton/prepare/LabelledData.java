package io.lepton.prepare;

import io.lepton.config.InputException;
import java.util.List;

/**
 * A data set as it was read, not cleaned. A missing value is {@code NaN}; every other value is
 * finite.
 *
 * @param source where it came from, for messages
 * @param examples rows of features and the class of each
 * @param classes names of the classes, sorted: numbers by value, others by character
 * @param shape of one example: {@code [columns]} of a table, {@code [height, width]} of a grey
 *     image, {@code [3, height, width]} of a coloured one
 * @param sha256 digest of the bytes read, in lower-case hexadecimal
 */
public record LabelledData(
    String source, Examples examples, List<String> classes, List<Long> shape, String sha256) {

  /** Refuses an empty set and one with a single class. */
  public LabelledData {
    classes = List.copyOf(classes);
    shape = List.copyOf(shape);
    if (examples.size() == 0) {
      throw new InputException(
          source + ": holds no examples; a data set needs at least two classes");
    }
    if (classes.size() < 2) {
      throw new InputException(
          source + ": every example has the class " + classes + "; training needs at least two");
    }
  }
}
