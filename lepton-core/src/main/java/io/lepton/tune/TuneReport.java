package io.lepton.tune;

import io.lepton.prepare.PrepareReport;
import java.util.List;
import java.util.Optional;

/**
 * What tuning gave. All figures are of the target data's test split, which nothing was chosen by.
 *
 * @param modelName of the model
 * @param output folder of the tuned model
 * @param modelCard its card as JSON, in that folder
 * @param modelCardHtml its card for people
 * @param sourceSha256 digest of the source's parameters
 * @param tunedSha256 digest of the tuned parameters
 * @param data what preparing found
 * @param spec how it was tuned
 * @param parameters how many numbers the network has
 * @param trainedParameters how many of them, or of the adapters', were trained
 * @param source figures of the source model
 * @param tuned figures of the tuned model
 * @param agreement of source and tuned model
 * @param epochs the curve; its first point is the source model
 * @param bestEpoch whose parameters were kept
 * @param fromScratch the comparison, when asked for
 * @param seconds the training took, resumed runs together
 */
public record TuneReport(
    String modelName,
    String output,
    String modelCard,
    String modelCardHtml,
    String sourceSha256,
    String tunedSha256,
    PrepareReport data,
    TuneSpec spec,
    long parameters,
    long trainedParameters,
    Evaluation source,
    Evaluation tuned,
    Agreement agreement,
    List<EpochFigures> epochs,
    int bestEpoch,
    Optional<FromScratch> fromScratch,
    double seconds) {

  /** Copies the curve. */
  public TuneReport {
    epochs = List.copyOf(epochs);
  }

  /**
   * The same network trained from zero on the same data.
   *
   * @param epochs its curve
   * @param bestEpoch whose parameters were evaluated
   * @param evaluation on the test split
   * @param accuracy the validation accuracy both are compared at: the lower of both best ones
   * @param epochsFineTuned epochs until fine-tuning first reached it
   * @param epochsFromScratch epochs until training from zero first reached it
   */
  public record FromScratch(
      List<EpochFigures> epochs,
      int bestEpoch,
      Evaluation evaluation,
      double accuracy,
      int epochsFineTuned,
      int epochsFromScratch) {

    /** Copies the curve. */
    public FromScratch {
      epochs = List.copyOf(epochs);
    }
  }
}
