package io.lepton.prepare;

import io.lepton.config.InputException;
import io.lepton.event.LeptonEvent;
import io.lepton.model.Standardisation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Reads, cleans, splits and standardises. Changes nothing on disk, so it can be repeated: equal
 * bytes and an equal input give equal splits.
 */
public final class PrepareStep {
  private final String id;
  private final Consumer<LeptonEvent> events;

  /** A step that tells {@code events} under the name {@code id}. */
  public PrepareStep(String id, Consumer<LeptonEvent> events) {
    this.id = id;
    this.events = events;
  }

  /**
   * Prepares a data set.
   *
   * @throws InputException when the data is missing, damaged, empty, has one class only, or a split
   *     would leave a class out, naming file and line or class and counts
   */
  public PreparedData run(PrepareInput input) {
    return run(DatasetSource.of(input.data(), input.label()).read(), input);
  }

  private PreparedData run(LabelledData data, PrepareInput input) {
    Cleaner cleaner = new Cleaner(data, input.cleaning());
    int[] rows = cleaner.rowsToKeep();
    StratifiedSplit split =
        StratifiedSplit.of(data.source(), data.examples(), rows, data.classes(), input.split());
    Examples train = cleaner.fit(data.examples().rows(split.train()));
    Examples validation = cleaner.fill(data.examples().rows(split.validation()));
    Examples test = cleaner.fill(data.examples().rows(split.test()));
    everyClassIsLeft(data, train);
    PrepareReport report =
        new PrepareReport(
            data.source(),
            data.sha256(),
            data.examples().size(),
            cleaner.duplicates(),
            cleaner.contradictions(),
            cleaner.missingValues(),
            cleaner.missingDropped(),
            cleaner.outlyingValues(),
            cleaner.outliersDropped(),
            data.classes(),
            data.shape(),
            counts(train, data),
            counts(validation, data),
            counts(test, data));
    notices(report);
    Standardisation fitted =
        data.shape().size() == 1 ? Fitting.perColumn(train) : Fitting.overall(train);
    return new PreparedData(train, validation, test, data.classes(), data.shape(), fitted, report);
  }

  private static void everyClassIsLeft(LabelledData data, Examples train) {
    int[] left = train.countsPerClass(data.classes().size());
    for (int i = 0; i < left.length; i++) {
      if (left[i] == 0) {
        throw new InputException(
            data.source()
                + ": dropping outliers leaves no training example of class '"
                + data.classes().get(i)
                + "'; set cleaning.outliers to clip or keep");
      }
    }
  }

  private void notices(PrepareReport report) {
    List<String> found = new ArrayList<>();
    add(found, report.duplicates(), "duplicate examples dropped");
    add(found, report.contradictions(), "of them with another label than the one kept");
    add(found, report.missingValues(), "missing values");
    add(found, report.missingDropped(), "examples dropped for them");
    add(found, report.outlyingValues(), "outlying values in the training split");
    add(found, report.outliersDropped(), "examples dropped for them");
    if (!found.isEmpty()) {
      events.accept(
          new LeptonEvent.Notice(
              id,
              report.contradictions() > 0
                  ? LeptonEvent.Severity.WARNING
                  : LeptonEvent.Severity.INFO,
              report.source() + ": " + String.join(", ", found)));
    }
  }

  private static void add(List<String> found, int count, String what) {
    if (count > 0) {
      found.add(count + " " + what);
    }
  }

  private static List<Integer> counts(Examples examples, LabelledData data) {
    return IntStream.of(examples.countsPerClass(data.classes().size())).boxed().toList();
  }
}
