package io.lepton.tune;

import io.lepton.config.ConfigNode;
import io.lepton.prepare.Cleaning;
import io.lepton.prepare.SplitSpec;
import java.util.Objects;
import java.util.Optional;

/**
 * How a model is fine-tuned: the {@code fine_tune} section of a migration file.
 *
 * @param data where the target data is, as written: a place's URI or a local path
 * @param label name of a table's column of labels
 * @param split how the data is divided
 * @param cleaning how it is cleaned
 * @param method which parameters are trained
 * @param epochs at most so many passes over the training split
 * @param batchSize examples a step
 * @param optimizer how parameters follow gradients
 * @param schedule how the learning rate changes
 * @param consistencyWeight lambda of {@code L_total = L_task + lambda * (1/N) * sum ||M_s(x_i) -
 *     M_t(x_i)||^2}; 0 turns it off
 * @param headLayers for {@code head}: how many layers with parameters are trained, from the last
 * @param rank for {@code lora}: rank of the adapters
 * @param layers for {@code lora}: the linear layers that get one
 * @param freeze layers whose parameters keep their values, whatever the method
 * @param standardise whose standardisation the tuned model has
 * @param earlyStopping when to end before the last epoch
 * @param seed of initial values, order of examples and dropout
 */
public record TuneSpec(
    String data,
    String label,
    SplitSpec split,
    Cleaning cleaning,
    Method method,
    int epochs,
    int batchSize,
    OptimizerSpec optimizer,
    Schedule schedule,
    double consistencyWeight,
    int headLayers,
    int rank,
    String layers,
    Optional<String> freeze,
    Standardise standardise,
    EarlyStopping earlyStopping,
    long seed) {

  /** Whose standardisation the tuned model has. */
  public enum Standardise {
    /** Fitted on the training split of the target data. */
    REFIT,
    /** The source model's. */
    KEEP
  }

  /** Checks the parts. */
  public TuneSpec {
    Objects.requireNonNull(data, "data");
    if (epochs < 1 || batchSize < 1 || headLayers < 1 || rank < 1) {
      throw new IllegalArgumentException(
          "epochs, batch_size, head_layers and rank must be at least 1, not %d, %d, %d and %d"
              .formatted(epochs, batchSize, headLayers, rank));
    }
    if (!(consistencyWeight >= 0 && Double.isFinite(consistencyWeight))) {
      throw new IllegalArgumentException(
          "consistency_weight must be at least 0, not " + consistencyWeight);
    }
    LayerPattern.onLayers(layers);
    freeze.ifPresent(LayerPattern::onLayers);
  }

  /** All parameters, 5 epochs of batches of 64 with Adam at 0.001. */
  public static TuneSpec standard(String data, String label) {
    return new TuneSpec(
        data,
        label,
        SplitSpec.standard(0),
        Cleaning.standard(),
        Method.FULL,
        5,
        64,
        OptimizerSpec.adam(0.001),
        Schedule.constant(),
        0,
        1,
        8,
        ".*",
        Optional.empty(),
        Standardise.REFIT,
        EarlyStopping.never(),
        0);
  }

  /**
   * Reads a {@code fine_tune} section. Only {@code data} is needed; {@code label} is {@code label},
   * the split and the rest are those of {@link #standard} unless told.
   *
   * @throws io.lepton.config.InputException for an unknown key or a value out of its range
   */
  public static TuneSpec read(ConfigNode node) {
    node.allow(
        "data",
        "label",
        "split",
        "cleaning",
        "method",
        "epochs",
        "batch_size",
        "optimizer",
        "schedule",
        "consistency_weight",
        "head_layers",
        "rank",
        "layers",
        "freeze",
        "standardise",
        "early_stopping",
        "seed");
    TuneSpec standard = standard("", "label");
    return new TuneSpec(
        node.require("data").text(),
        node.find("label").map(ConfigNode::text).orElse(standard.label),
        node.find("split").map(SplitSpec::read).orElse(standard.split),
        node.find("cleaning").map(Cleaning::read).orElse(standard.cleaning),
        node.find("method").map(method -> method.oneOf(Method.class)).orElse(standard.method),
        whole(node, "epochs", standard.epochs),
        whole(node, "batch_size", standard.batchSize),
        node.find("optimizer").map(OptimizerSpec::read).orElse(standard.optimizer),
        node.find("schedule").map(Schedule::read).orElse(standard.schedule),
        node.find("consistency_weight")
            .map(weight -> weight.number(0, Double.MAX_VALUE))
            .orElse(standard.consistencyWeight),
        whole(node, "head_layers", standard.headLayers),
        whole(node, "rank", standard.rank),
        pattern(node, "layers").orElse(standard.layers),
        pattern(node, "freeze"),
        node.find("standardise")
            .map(whose -> whose.oneOf(Standardise.class))
            .orElse(standard.standardise),
        node.find("early_stopping").map(EarlyStopping::read).orElse(standard.earlyStopping),
        node.find("seed").map(seed -> seed.integer(0, Long.MAX_VALUE)).orElse(standard.seed));
  }

  private static int whole(ConfigNode node, String key, int otherwise) {
    return node.find(key).map(value -> value.integer(1, 1_000_000)).orElse(otherwise);
  }

  private static Optional<String> pattern(ConfigNode node, String key) {
    return node.find(key).map(value -> value.parse(LayerPattern::onLayers).text());
  }
}
