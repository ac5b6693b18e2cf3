package io.lepton.tune;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.Batch;
import io.lepton.prepare.Examples;
import java.util.Iterator;
import java.util.List;

/**
 * A model's scores on labelled examples, row after row, and what follows from them.
 *
 * @param scores of all examples, {@code classes} a row
 * @param classes how many scores a row has
 * @param examples the examples
 */
@SuppressWarnings("ArrayRecordComponent") // held for a moment, never compared
record Answers(float[] scores, int classes, Examples examples) {
  private static final int BATCH = 256;

  /** Asks a model as when serving. */
  static Answers of(Model model, Examples examples, List<Long> shape, int classes) {
    float[] scores = new float[examples.size() * classes];
    int row = 0;
    try (NDManager manager = model.getNDManager().newSubManager()) {
      Iterator<Batch> batches = Batches.ordered(examples, shape, BATCH).epoch(manager, 0);
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          NDArray answer =
              model
                  .getBlock()
                  .forward(new ParameterStore(batch.getManager(), false), batch.getData(), false)
                  .singletonOrThrow();
          float[] values = answer.toFloatArray();
          System.arraycopy(values, 0, scores, row * classes, values.length);
          row += values.length / classes;
        }
      }
    }
    return new Answers(scores, classes, examples);
  }

  /** The class of a row's highest score; the first of equals. */
  int answer(int row) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (scores[row * classes + i] > scores[row * classes + best]) {
        best = i;
      }
    }
    return best;
  }

  /** All figures, with cross-entropy of the softmax as loss. */
  Evaluation evaluation(List<String> names) {
    int[][] confusion = new int[classes][classes];
    double loss = 0;
    for (int row = 0; row < examples.size(); row++) {
      confusion[examples.label(row)][answer(row)]++;
      loss += crossEntropy(row);
    }
    return Evaluation.of(names, confusion, loss / Math.max(1, examples.size()));
  }

  private double crossEntropy(int row) {
    double highest = scores[row * classes + answer(row)];
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      sum += Math.exp(scores[row * classes + i] - highest);
    }
    return Math.log(sum) + highest - scores[row * classes + examples.label(row)];
  }

  /** How alike another model answered the same examples. */
  Agreement with(Answers other) {
    long same = 0;
    double distance = 0;
    for (int row = 0; row < examples.size(); row++) {
      if (answer(row) == other.answer(row)) {
        same++;
      }
    }
    for (int i = 0; i < scores.length; i++) {
      double difference = scores[i] - other.scores[i];
      distance += difference * difference;
    }
    int size = Math.max(1, examples.size());
    return new Agreement((double) same / size, distance / size);
  }
}
