package io.lepton.migrate;

import io.lepton.deploy.DeploySpec;
import io.lepton.image.ImageResult;
import io.lepton.spi.Place;
import io.lepton.transfer.ObjectStores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stages of one migration in the order they run, each under its own name. */
final class Stages {
  private static final String MODEL = "model";

  private final List<Stage<?>> inOrder = new ArrayList<>();
  private final List<TransferStage> transfers = new ArrayList<>();
  private Optional<TuneStages> tuning = Optional.empty();
  private Optional<Stage<ImageResult>> image = Optional.empty();
  private Optional<RolloutStages> rollout = Optional.empty();

  /**
   * @param servingLibraries folder of the jars that a serving image runs
   */
  Stages(
      Migration migration,
      StateFolder state,
      ObjectStores stores,
      Clouds clouds,
      Path servingLibraries) {
    Path home = stores.config().home();
    migration
        .allocate()
        .ifPresent(spec -> inOrder.add(new AllocateStage(spec, migration.deploy().orElseThrow())));
    Optional<ServedModel> served = Optional.empty();
    migration
        .model()
        .filter(model -> model.fineTune().isPresent())
        .ifPresent(
            model -> {
              TuneStages tune = new TuneStages(migration, model, stores, state);
              inOrder.add(tune.prepare());
              tuning = Optional.of(tune);
            });
    for (DataMove move : migration.data()) {
      String id = "data-" + (transfers.size() + 1);
      transfer(id, "move data", move, stores, state);
    }
    if (migration.model().isPresent()) {
      ModelMove model = migration.model().get();
      Place to = tuning.isPresent() ? model.to().child(TuneStages.SOURCE) : model.to();
      TransferStage copy =
          transfer(MODEL, "move the model", DataMove.of(model.from(), to), stores, state);
      if (tuning.isPresent()) {
        tuning.get().source(copy);
        inOrder.addAll(tuning.get().afterModel());
        served = Optional.of(tuning.get());
      } else {
        served = Optional.of(new MovedModel(copy, model.to(), stores, state));
      }
    }
    if (migration.image().isPresent()) {
      ImageStage stage =
          new ImageStage(
              migration.image().get(),
              served.orElseThrow(),
              servingLibraries,
              home.resolve("cache").resolve("images"));
      inOrder.add(stage);
      image = Optional.of(stage);
    }
    if (migration.deploy().isPresent()) {
      DeploySpec spec = migration.deploy().get();
      RolloutStages stages =
          new RolloutStages(
              migration.name(),
              spec,
              migration.gates(),
              served.orElseThrow(),
              image.orElseThrow(),
              () -> clouds.platform(spec.platform()),
              state.path().resolve("rollout"),
              home.resolve("secrets"));
      inOrder.addAll(stages.inOrder());
      rollout = Optional.of(stages);
    }
  }

  private TransferStage transfer(
      String id, String title, DataMove move, ObjectStores stores, StateFolder state) {
    TransferStage stage = new TransferStage(id, title, move, stores, state.step(id));
    inOrder.add(stage);
    transfers.add(stage);
    return stage;
  }

  List<Stage<?>> inOrder() {
    return inOrder;
  }

  /** Those that bring the model to its place. */
  List<Stage<?>> forModel() {
    List<Stage<?>> wanted = new ArrayList<>();
    tuning.ifPresent(it -> wanted.add(it.prepare()));
    transfers.stream().filter(it -> it.id().equals(MODEL)).forEach(wanted::add);
    tuning.ifPresent(it -> wanted.addAll(it.afterModel()));
    return wanted;
  }

  List<TransferStage> transfers() {
    return transfers;
  }

  Optional<TuneStages> tuning() {
    return tuning;
  }

  Optional<Stage<ImageResult>> image() {
    return image;
  }

  Optional<RolloutStages> rollout() {
    return rollout;
  }
}
