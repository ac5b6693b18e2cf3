package io.lepton.tune;

import ai.djl.Model;
import java.util.List;

/**
 * A tuned model and how it came about.
 *
 * @param model the model that was given to {@link FineTuner#of}, with the parameters of the best
 *     epoch; its owner still closes it
 * @param epochs the curve; its first point is the model before training
 * @param bestEpoch whose parameters were kept: the one with the lowest validation loss; 0 when
 *     training never improved on the source
 * @param parameters how many numbers the network has
 * @param trainedParameters how many were trained, adapters' numbers included
 * @param seconds the training took
 */
public record TuneResult(
    Model model,
    List<EpochFigures> epochs,
    int bestEpoch,
    long parameters,
    long trainedParameters,
    double seconds) {

  /** Copies the curve. */
  public TuneResult {
    epochs = List.copyOf(epochs);
  }

  /** The figures of the epoch that was kept. */
  public EpochFigures best() {
    return epochs.stream()
        .filter(figures -> figures.epoch() == bestEpoch)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no epoch " + bestEpoch));
  }
}
