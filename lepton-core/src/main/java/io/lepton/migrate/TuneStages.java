package io.lepton.migrate;

import io.lepton.deploy.GateOutcome;
import io.lepton.deploy.Gates;
import io.lepton.deploy.Measures;
import io.lepton.deploy.SampleRequest;
import io.lepton.event.LeptonEvent;
import io.lepton.prepare.PrepareInput;
import io.lepton.prepare.PrepareReport;
import io.lepton.prepare.PrepareStep;
import io.lepton.prepare.PreparedData;
import io.lepton.spi.Place;
import io.lepton.transfer.ObjectStores;
import io.lepton.transfer.TransferFilter;
import io.lepton.transfer.TransferStrategy;
import io.lepton.tune.TuneInput;
import io.lepton.tune.TuneReport;
import io.lepton.tune.TuneSpec;
import io.lepton.tune.TuneStep;
import io.lepton.watch.ReportData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The stages that adapt the model to the target's data: the data is looked through where it is now,
 * before anything is written, then the moved model is tuned on the moved data, and the tuned model
 * is put at its place.
 */
final class TuneStages implements ServedModel {
  /** Where the source model goes below the place of the tuned one. */
  static final String SOURCE = "source/";

  private final Migration migration;
  private final ModelMove model;
  private final TuneSpec spec;
  private final Place data;
  private final ObjectStores stores;
  private final StateFolder state;

  private final Prepare prepare = new Prepare();
  private final Tune tune = new Tune();
  private final TransferStage publish;
  private Optional<TransferStage> copy = Optional.empty();
  private Place rows;
  private TuneInput.Comparison comparison = TuneInput.Comparison.NONE;

  TuneStages(Migration migration, ModelMove model, ObjectStores stores, StateFolder state) {
    this.migration = migration;
    this.model = model;
    this.spec = model.fineTune().orElseThrow();
    this.data = model.data().orElseThrow();
    this.rows = data;
    this.stores = stores;
    this.state = state;
    this.publish =
        new TransferStage(
            "publish",
            "put the tuned model at its place",
            new DataMove(
                Place.file(tuned()),
                model.to(),
                TransferStrategy.INCREMENTAL,
                TransferFilter.everything().exclude(SOURCE + "**"),
                Optional.empty()),
            stores,
            state.step("publish"),
            Optional.of(tune));
  }

  Stage<PrepareReport> prepare() {
    return prepare;
  }

  /** Takes the source model from where {@code stage} copied it. */
  void source(TransferStage stage) {
    copy = Optional.of(stage);
  }

  /** The stages after the source model is at the target. */
  List<Stage<?>> afterModel() {
    return List.of(tune, publish);
  }

  /** Tunes on the data where it is now, because nobody moves it in this run. */
  void alone(TuneInput.Comparison wanted) {
    rows = dataNow();
    comparison = wanted;
  }

  private Path tuned() {
    return state.step("tune").resolve("model");
  }

  /** The place that the data comes from, when this migration moves it; else where it is. */
  private Place dataNow() {
    for (DataMove move : migration.data()) {
      if (move.to().contains(data)) {
        return move.from().child(data.prefix().substring(move.to().prefix().length()));
      }
    }
    return data;
  }

  private PreparedData prepared(Place place, String step, Consumer<LeptonEvent> events) {
    Path local = new Fetch(stores, step, events).bring(place, state.step(step).resolve("data"));
    return new PrepareStep(step, events)
        .run(new PrepareInput(local, spec.label(), spec.split(), spec.cleaning()));
  }

  @Override
  public String digest(Results earlier) {
    return earlier.of(tune).tunedSha256();
  }

  @Override
  public Path folder(Results earlier, Consumer<LeptonEvent> events) {
    return tuned();
  }

  @Override
  public Measures measures(Results earlier) {
    return measures(earlier.of(tune));
  }

  private static Measures measures(TuneReport report) {
    return Measures.ofModel(report.tuned().accuracy(), report.tuned().macroF1());
  }

  @Override
  public List<SampleRequest> samples(Results earlier) {
    return Samples.of(prepared(rows, "tune", event -> {}), tuned());
  }

  /** What the report tells of the training. */
  Optional<ReportData.Training> training(Results results) {
    return results.find(tune).map(TrainingSection::of);
  }

  private final class Prepare implements Stage<PrepareReport> {
    private record PrepareInputs(Place data, String listing, PrepareSettings settings) {}

    private record PrepareSettings(String label, Object split, Object cleaning) {}

    @Override
    public String id() {
      return "prepare";
    }

    @Override
    public String title() {
      return "look through the training data";
    }

    @Override
    public Class<PrepareReport> resultType() {
      return PrepareReport.class;
    }

    @Override
    public Object inputs(Results earlier) {
      return new PrepareInputs(
          dataNow(),
          PlaceDigest.ofNamed(stores, dataNow()),
          new PrepareSettings(spec.label(), spec.split(), spec.cleaning()));
    }

    @Override
    public List<String> explain(Results earlier) {
      if (!dataNow().scheme().equals("file")) {
        return List.of("data " + dataNow());
      }
      PrepareReport report = prepared(dataNow(), id(), event -> {}).report();
      return List.of(
          "data " + dataNow(),
          "%,d examples of %d classes to learn from, %,d to choose by, %,d to test with"
              .formatted(
                  sum(report.train()),
                  report.classes().size(),
                  sum(report.validation()),
                  sum(report.test())));
    }

    private static int sum(List<Integer> counts) {
      return counts.stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public PrepareReport run(Results earlier, Consumer<LeptonEvent> events) {
      return prepared(dataNow(), "prepare", events).report();
    }

    @Override
    public List<String> undo(Undo undo, Consumer<LeptonEvent> events) {
      return List.of();
    }
  }

  private final class Tune implements Stage<TuneReport> {
    private record TuneInputs(TuneSpec spec, String data, String model, Gates gates) {}

    @Override
    public String id() {
      return "tune";
    }

    @Override
    public String title() {
      return "fine-tune the model on the target's data";
    }

    @Override
    public Class<TuneReport> resultType() {
      return TuneReport.class;
    }

    @Override
    public Object inputs(Results earlier) {
      return new TuneInputs(
          spec,
          earlier.of(prepare).sha256(),
          earlier.of(copy.orElseThrow()).targetDigest(),
          migration.gates());
    }

    @Override
    public List<String> explain(Results earlier) {
      return List.of(
          "%s, at most %d epochs of batches of %d, consistency weight %s"
              .formatted(spec.method(), spec.epochs(), spec.batchSize(), spec.consistencyWeight()));
    }

    @Override
    public Optional<String> drift(TuneReport report) {
      if (comparison == TuneInput.Comparison.FROM_SCRATCH && report.fromScratch().isEmpty()) {
        return Optional.of("the comparison with training from zero is asked for");
      }
      return Files.exists(tuned().resolve("model.json"))
          ? Optional.empty()
          : Optional.of("the tuned model is no longer in " + tuned());
    }

    @Override
    public TuneReport run(Results earlier, Consumer<LeptonEvent> events) {
      Fetch fetch = new Fetch(stores, id(), events);
      Path source = fetch.bring(model.to().child(SOURCE), state.step(id()).resolve("source"));
      Path local = fetch.bring(rows, state.step(id()).resolve("data"));
      return new TuneStep(id(), events)
          .run(new TuneInput(source, local, spec, tuned(), comparison));
    }

    /** A model that is not good enough is not worth an image. */
    @Override
    public Optional<String> stops(TuneReport report) {
      return migration.gates().firstBroken(measures(report)).map(GateOutcome::describe);
    }

    @Override
    public List<String> undo(Undo undo, Consumer<LeptonEvent> events) {
      return List.of();
    }
  }
}
