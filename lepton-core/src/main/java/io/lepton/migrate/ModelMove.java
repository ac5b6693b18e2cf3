package io.lepton.migrate;

import io.lepton.config.ConfigNode;
import io.lepton.spi.Place;
import io.lepton.tune.TuneSpec;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The {@code model} section.
 *
 * @param from the source model: a saved model's folder, or the place of a TorchScript file
 * @param to where the model goes. Without fine-tuning a copy of the source; with it the tuned
 *     model, and the source model unchanged below {@code source/}
 * @param fineTune how it is adapted to the target's data; empty to move it as it is
 * @param data the training data, with {@code fineTune}
 */
public record ModelMove(Place from, Place to, Optional<TuneSpec> fineTune, Optional<Place> data) {

  public ModelMove {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(fineTune, "fineTune");
    Objects.requireNonNull(data, "data");
    if (fineTune.isPresent() != data.isPresent()) {
      throw new IllegalArgumentException("fine-tuning and its data go together");
    }
  }

  /** Moves the model as it is. */
  public static ModelMove of(Place from, Place to) {
    return new ModelMove(from, to, Optional.empty(), Optional.empty());
  }

  /** Moves the model and adapts it to {@code data}. */
  public ModelMove fineTuned(TuneSpec spec, Place trainingData) {
    return new ModelMove(from, to, Optional.of(spec), Optional.of(trainingData));
  }

  static ModelMove read(ConfigNode node, Path folder) {
    node.allow("from", "to", "fine_tune");
    ModelMove move =
        of(
            node.require("from").parse(text -> Place.parse(text, folder)),
            node.require("to").parse(text -> Place.parse(text, folder)));
    return node.find("fine_tune")
        .map(
            tune ->
                move.fineTuned(
                    TuneSpec.read(tune),
                    tune.require("data").parse(text -> Place.parse(text, folder))))
        .orElse(move);
  }
}
