package io.lepton.tune;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import com.google.common.hash.Hashing;
import io.lepton.config.InputException;
import io.lepton.event.LeptonEvent;
import io.lepton.json.Json;
import io.lepton.model.ModelDescription;
import io.lepton.model.ModelFormatException;
import io.lepton.model.Networks;
import io.lepton.model.SavedModel;
import io.lepton.model.SavedModel.Purpose;
import io.lepton.prepare.PrepareInput;
import io.lepton.prepare.PrepareStep;
import io.lepton.prepare.PreparedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fine-tunes a saved model on a labelled data set and writes the tuned model beside its card.
 *
 * <p>Idempotent: a checkpoint beside the output folder is written after every epoch, and a run with
 * equal input that finds one goes on from it; the tuned model is visible only whole. The source
 * model is never written to.
 */
public final class TuneStep {
  private final String id;
  private final Consumer<LeptonEvent> events;

  /** A step that tells {@code events} under the name {@code id}. */
  public TuneStep(String id, Consumer<LeptonEvent> events) {
    this.id = id;
    this.events = events;
  }

  /**
   * Fine-tunes.
   *
   * @throws InputException when the model cannot be read or changed, the data is refused, or the
   *     two do not fit together
   * @throws TuningException when the loss is no longer a number
   */
  public TuneReport run(TuneInput input) {
    SavedModel source = load(input.model());
    TuneSpec spec = input.spec();
    PreparedData prepared =
        new PrepareStep(id, event -> {})
            .run(new PrepareInput(input.data(), spec.label(), spec.split(), spec.cleaning()));
    FittingData data = FittingData.of(prepared, source.description());
    ModelDescription description =
        switch (spec.standardise()) {
          case KEEP -> source.description();
          case REFIT -> source.description().withStandardisation(prepared.standardisation());
        };
    String sourceDigest = Objects.requireNonNull(source.description().paramsSha256());
    String fingerprint = fingerprint(spec, prepared.report().sha256(), sourceDigest);
    try (Model teacher = source.open();
        Model student =
            new SavedModel(source.folder(), description).open(Device.cpu(), Purpose.TRAINING)) {
      Answers before = answers(teacher, data);
      TuneResult result =
          tuner(student, spec, "tuning")
              .teacher(teacher)
              .checkpoint(input.output().resolveSibling("tuning.checkpoint"), fingerprint)
              .fit(data.train(), data.validation(), data.shape());
      SavedModel saved = save(input.output(), description, student.getBlock());
      Answers after = answers(student, data);
      TuneReport report =
          new TuneReport(
              description.name(),
              input.output().toString(),
              input.output().resolve(ModelCard.JSON).toString(),
              input.output().resolve(ModelCard.HTML).toString(),
              sourceDigest,
              Objects.requireNonNull(saved.description().paramsSha256()),
              prepared.report(),
              spec,
              result.parameters(),
              result.trainedParameters(),
              before.evaluation(data.classes()),
              after.evaluation(data.classes()),
              after.with(before),
              result.epochs(),
              result.bestEpoch(),
              comparison(input, description, data, result, fingerprint),
              result.seconds());
      ModelCard.write(report, input.output());
      return report;
    } catch (ModelFormatException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  private static SavedModel load(Path place) {
    SavedModel model;
    try {
      model = SavedModel.load(place);
    } catch (ModelFormatException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
    if (model.description().isTorchScript()) {
      throw new InputException(
          place
              + ": a TorchScript model can be moved and served, but its script cannot be written"
              + " again after training; give a saved model (model.json and its parameters), or"
              + " drop fine_tune");
    }
    return model;
  }

  private static String fingerprint(TuneSpec spec, String dataSha256, String modelSha256) {
    return Hashing.sha256()
        .hashString(Json.line(spec) + dataSha256 + modelSha256, StandardCharsets.UTF_8)
        .toString();
  }

  private FineTuner tuner(Model model, TuneSpec spec, String what) {
    FineTuner tuner =
        FineTuner.of(model)
            .consistency(spec.consistencyWeight())
            .optimizer(spec.optimizer(), spec.schedule())
            .earlyStopping(spec.earlyStopping())
            .epochs(spec.epochs())
            .batchSize(spec.batchSize())
            .seed(spec.seed())
            .watch(new TuningEvents(id, what, events));
    switch (spec.method()) {
      case FULL -> tuner.full();
      case HEAD -> tuner.head(spec.headLayers());
      case LORA -> tuner.lora(LowRank.rank(spec.rank()), LayerPattern.onLayers(spec.layers()));
    }
    spec.freeze().map(LayerPattern::onLayers).ifPresent(tuner::freeze);
    return tuner;
  }

  private static Answers answers(Model model, FittingData data) {
    return Answers.of(model, data.test(), data.shape(), data.classes().size());
  }

  private static SavedModel save(Path folder, ModelDescription description, Block network) {
    try {
      return SavedModel.save(folder, description, network);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the tuned model cannot be written to " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The same network from random values: same data, epochs and optimizer, all of it trained. */
  private Optional<TuneReport.FromScratch> comparison(
      TuneInput input,
      ModelDescription description,
      FittingData data,
      TuneResult tuned,
      String fingerprint) {
    if (input.comparison() == TuneInput.Comparison.NONE) {
      return Optional.empty();
    }
    TuneSpec spec = input.spec();
    try (Model fresh = Model.newInstance(description.name(), Device.cpu())) {
      fresh.getNDManager().getEngine().setRandomSeed(Long.hashCode(spec.seed()));
      Block network = Networks.build(description);
      network.initialize(
          fresh.getNDManager(), DataType.FLOAT32, new Shape(1).addAll(new Shape(data.shape())));
      fresh.setBlock(network);
      TuneResult result =
          tuner(fresh, spec, "from scratch")
              .full()
              .consistency(0)
              .checkpoint(input.output().resolveSibling("from-scratch.checkpoint"), fingerprint)
              .fit(data.train(), data.validation(), data.shape());
      double reached =
          Math.min(tuned.best().validationAccuracy(), result.best().validationAccuracy());
      return Optional.of(
          new TuneReport.FromScratch(
              result.epochs(),
              result.bestEpoch(),
              answers(fresh, data).evaluation(data.classes()),
              reached,
              firstAt(tuned, reached),
              firstAt(result, reached)));
    }
  }

  private static int firstAt(TuneResult result, double accuracy) {
    return result.epochs().stream()
        .filter(figures -> figures.validationAccuracy() >= accuracy)
        .findFirst()
        .orElse(result.best())
        .epoch();
  }
}
