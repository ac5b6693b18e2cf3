package io.lepton.tune;

import ai.djl.Model;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import io.lepton.prepare.Examples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fine-tunes any DJL model whose network gives one score a class, shape (batch, classes).
 *
 * <pre>{@code
 * TuneResult tuned = FineTuner.of(sourceModel)
 *     .lora(rank(8), onLayers("fc.*")).consistency(0.1).optimizer(Optimizer.adam().build())
 *     .listener(new MyTrainingListener())
 *     .fit(trainingData, validationData);
 * }</pre>
 *
 * <p>It minimises {@code L_total = L_task + lambda * (1/N) * sum ||M_s(x_i) - M_t(x_i)||^2}, where
 * M_s is the source model as it was when fitting began, frozen and asked as when serving. The model
 * is changed in place and ends with the parameters of the epoch of lowest validation loss. Unless
 * told otherwise all parameters are trained, 5 epochs of batches of 64 with Adam at 0.001.
 *
 * <p>The same seed, data and machine give the same result on a CPU. Fits of one process run one
 * after another: the engine has one random generator and one gradient collector. Not thread safe.
 */
public final class FineTuner {
  final Model model;
  final List<TrainingListener> listeners = new ArrayList<>();
  Selection selection = Selection.full();
  double consistency;
  @Nullable Model teacher;
  Loss loss = Loss.softmaxCrossEntropyLoss();
  @Nullable Optimizer optimizer;
  OptimizerSpec optimizerSpec = OptimizerSpec.adam(0.001);
  Schedule schedule = Schedule.constant();
  EarlyStopping earlyStopping = EarlyStopping.never();
  int epochs = 5;
  int batchSize = 64;
  long seed;
  Optional<Path> checkpoint = Optional.empty();
  String fingerprint = "";
  TuningWatch watch = TuningWatch.none();

  private FineTuner(Model model) {
    this.model = model;
  }

  /** Tunes this model, whose network must be initialised: loaded, or set and initialised. */
  public static FineTuner of(Model model) {
    if (model.getBlock() == null || !model.getBlock().isInitialized()) {
      throw new IllegalArgumentException(
          "model '" + model.getName() + "' has no initialised network; load its parameters first");
    }
    return new FineTuner(model);
  }

  /** Trains all parameters. */
  public FineTuner full() {
    return with(Method.FULL);
  }

  /** Trains the last {@code layers} layers that have parameters; those before them stay. */
  public FineTuner head(int layers) {
    if (layers < 1) {
      throw new IllegalArgumentException("head needs at least 1 layer, not " + layers);
    }
    selection =
        new Selection(
            Method.HEAD, layers, selection.rank(), selection.adapted(), selection.frozen());
    return this;
  }

  /** Trains low-rank adapters beside the linear layers that match, and merges them at the end. */
  public FineTuner lora(LowRank rank, LayerPattern layers) {
    selection =
        new Selection(Method.LORA, selection.headLayers(), rank, layers, selection.frozen());
    return this;
  }

  /** Keeps the parameters of the layers that match, whatever the method. */
  public FineTuner freeze(LayerPattern layers) {
    selection =
        new Selection(
            selection.method(),
            selection.headLayers(),
            selection.rank(),
            selection.adapted(),
            Optional.of(layers));
    return this;
  }

  /** Lambda, the weight of agreement with the source model; 0 turns it off. */
  public FineTuner consistency(double lambda) {
    if (!(lambda >= 0 && Double.isFinite(lambda))) {
      throw new IllegalArgumentException("lambda must be at least 0, not " + lambda);
    }
    consistency = lambda;
    return this;
  }

  /** Another source model than the one tuned; its parameters are frozen, its owner closes it. */
  public FineTuner teacher(Model source) {
    teacher = source;
    return this;
  }

  /** {@code L_task} instead of softmax cross-entropy; labels are class numbers, shape (batch). */
  public FineTuner loss(Loss task) {
    loss = task;
    return this;
  }

  /** DJL's optimizer. Its running means start anew when a training is resumed. */
  public FineTuner optimizer(Optimizer chosen) {
    optimizer = chosen;
    return this;
  }

  /** Lepton's optimizer, which resumes exactly. */
  public FineTuner optimizer(OptimizerSpec spec, Schedule course) {
    optimizer = null;
    optimizerSpec = spec;
    schedule = course;
    return this;
  }

  /**
   * Adds DJL's listener. Until adapters are merged at the end, {@code Trainer.evaluate} gives the
   * scores without them; the predictions in the batch data have them.
   */
  public FineTuner listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /** At most so many epochs. */
  public FineTuner epochs(int count) {
    epochs = positive("epochs", count);
    return this;
  }

  /** Examples a step, for packed examples; a DJL data set has its own. */
  public FineTuner batchSize(int size) {
    batchSize = positive("batch size", size);
    return this;
  }

  /** When to end before the last epoch. */
  public FineTuner earlyStopping(EarlyStopping when) {
    earlyStopping = when;
    return this;
  }

  /** Seed of adapters' initial values, order of packed examples and dropout. */
  public FineTuner seed(long number) {
    seed = number;
    return this;
  }

  /**
   * Writes a checkpoint after every epoch and, when {@code file} holds one with the same
   * fingerprint, goes on from it.
   *
   * @param file of the checkpoint
   * @param inputs fingerprint of data, model and settings; another one's checkpoint is passed over
   */
  public FineTuner checkpoint(Path file, String inputs) {
    checkpoint = Optional.of(file);
    fingerprint = inputs;
    return this;
  }

  FineTuner watch(TuningWatch listener) {
    watch = listener;
    return this;
  }

  /**
   * Trains on DJL data sets.
   *
   * @throws io.lepton.config.InputException when the selection trains no layer
   */
  public TuneResult fit(Dataset training, Dataset validation) {
    return new TrainingLoop(this, Batches.of(training), Batches.of(validation)).run();
  }

  /**
   * Trains on packed examples.
   *
   * @param shape of one example as the network wants it
   * @throws io.lepton.config.InputException when the selection trains no layer
   */
  public TuneResult fit(Examples training, Examples validation, List<Long> shape) {
    return new TrainingLoop(
            this,
            Batches.shuffled(training, shape, batchSize, seed),
            Batches.ordered(validation, shape, Math.max(batchSize, 256)))
        .run();
  }

  private FineTuner with(Method method) {
    selection =
        new Selection(
            method,
            selection.headLayers(),
            selection.rank(),
            selection.adapted(),
            selection.frozen());
    return this;
  }

  private static int positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, not " + value);
    }
    return value;
  }
}
