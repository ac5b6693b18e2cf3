package io.lepton.migrate;

import io.lepton.config.InputException;
import io.lepton.event.LeptonEvent;
import io.lepton.event.LeptonEvent.StepFinished;
import io.lepton.model.ModelFormatException;
import io.lepton.model.SavedModel;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.transfer.ObjectStores;
import io.lepton.tune.TuneInput;
import io.lepton.watch.AuditLog;
import io.lepton.watch.EventRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans, applies and takes back migrations. Thread safe; two commands on the same migration exclude
 * each other through its state folder.
 */
public final class Migrator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Migrator.class);

  private final ObjectStores stores;
  private final Clouds clouds;
  private final Path servingLibraries;
  private final Clock clock = Clock.systemUTC();

  /**
   * A migrator with these clouds.
   *
   * @param stores opens places; closed by its owner
   * @param servingLibraries folder of the jars that a serving image runs
   */
  public Migrator(List<CloudProvider> providers, ObjectStores stores, Path servingLibraries) {
    this.stores = stores;
    this.clouds = new Clouds(providers, stores.config());
    this.servingLibraries = servingLibraries;
  }

  /**
   * What {@link #apply} would do now; reads only.
   *
   * @throws InputException when the migration can never run as it is
   */
  public MigrationPlan plan(Migration migration) {
    migration.model().ifPresent(Migrator::requireReadable);
    StateFolder state = StateFolder.of(migration);
    return new MigrationPlan(migration, composer(stages(migration, state), state).plan());
  }

  /** A model on this machine is read before anything is written; elsewhere its step finds out. */
  private static void requireReadable(ModelMove model) {
    if (model.from().scheme().equals("file")) {
      try {
        SavedModel.load(model.from().toPath());
      } catch (ModelFormatException e) {
        throw new InputException(String.valueOf(e.getMessage()), e);
      }
    }
  }

  /**
   * Carries a migration out, or continues it. A step that fails is told in the report and leaves
   * the state resumable.
   *
   * @throws InputException when the migration can never run as it is; nothing was written
   * @throws InterruptedException when the thread was interrupted; the state is kept
   * @throws IllegalStateException when another command is at work on the same migration
   */
  public MigrationReport apply(MigrationPlan plan, Consumer<LeptonEvent> events)
      throws InterruptedException {
    Migration migration = plan.migration();
    StateFolder state = StateFolder.of(migration);
    Stages stages = stages(migration, state);
    if (plan.nothingToDo() && Files.exists(state.reportJson())) {
      return new Reports(migration, stages, state).again();
    }
    return run(migration, stages, stages.inOrder(), events);
  }

  /**
   * Carries out the model step alone: the model is moved, tuned and put at its place. A later apply
   * finds that done.
   *
   * @param comparison whether the same network is trained from zero too, for the report
   * @throws InputException when the migration tunes no model; otherwise as {@link #apply}
   */
  public MigrationReport tune(
      Migration migration, TuneInput.Comparison comparison, Consumer<LeptonEvent> events)
      throws InterruptedException {
    Stages stages = stages(migration, StateFolder.of(migration));
    TuneStages tuning =
        stages
            .tuning()
            .orElseThrow(
                () ->
                    new InputException(
                        "migration " + migration.name() + " has no model.fine_tune to carry out"));
    tuning.alone(comparison);
    return run(migration, stages, stages.forModel(), events);
  }

  /**
   * Carries out the image step alone, with what it needs of the model.
   *
   * @throws InputException when the migration packs no image; otherwise as {@link #apply}
   */
  public MigrationReport image(Migration migration, Consumer<LeptonEvent> events)
      throws InterruptedException {
    Stages stages = stages(migration, StateFolder.of(migration));
    Stage<?> image =
        stages
            .image()
            .orElseThrow(
                () -> new InputException("migration " + migration.name() + " has no image"));
    stages.tuning().ifPresent(tuning -> tuning.alone(TuneInput.Comparison.NONE));
    List<Stage<?>> wanted = new ArrayList<>(stages.forModel());
    wanted.add(image);
    return run(migration, stages, wanted, events);
  }

  private MigrationReport run(
      Migration migration, Stages stages, List<Stage<?>> wanted, Consumer<LeptonEvent> events)
      throws InterruptedException {
    StateFolder state = StateFolder.of(migration);
    Reports reports = new Reports(migration, stages, state);
    try (StateFolder.Lock lock = state.lock()) {
      AuditLog audit = new AuditLog(state.audit());
      audit.append("apply", migration.name(), Map.of(), "begun");
      EventRecorder recorder = new EventRecorder(state.recording(clock), clock);
      Results results = new Results();
      MigrationReport report;
      try {
        Optional<String> stop =
            new Composer(wanted, state, clock)
                .apply(results, recorder.andThen(keeping(recorder, state, audit)).andThen(events));
        report =
            stop.isPresent()
                ? reports.stopped(stop.get(), results, recorder.recording())
                : reports.finished(results, recorder.recording());
      } catch (InputException | InterruptedException e) {
        throw e;
      } catch (RuntimeException e) {
        throwIfInterrupted(e);
        LOG.debug("a step of {} failed", migration.name(), e);
        report = reports.failed(String.valueOf(e.getMessage()), results, recorder.recording());
      }
      audit.append(
          "verdict",
          migration.name(),
          Map.of(),
          report.verdict().decision() + ": " + report.verdict().reason());
      Files.deleteIfExists(state.recordingFile());
      return report;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void throwIfInterrupted(RuntimeException e) throws InterruptedException {
    boolean cancelled = e instanceof CloudException cloud && cloud.kind() == ErrorKind.CANCELLED;
    if (cancelled || Thread.currentThread().isInterrupted()) {
      InterruptedException interrupted = new InterruptedException("the migration was interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /** Keeps what a run that is killed must not lose: its audit entries and its recording. */
  private static Consumer<LeptonEvent> keeping(
      EventRecorder recorder, StateFolder state, AuditLog audit) {
    return event -> {
      if (event instanceof StepFinished finished
          && finished.outcome() != LeptonEvent.Outcome.SKIPPED) {
        state.write(recorder.recording());
        audit.append(
            "step",
            finished.step(),
            Map.of(),
            (finished.outcome() + " " + finished.detail()).strip());
      }
    };
  }

  /**
   * Goes back to the world before the migration: traffic on the old service, and what apply created
   * at the target removed or listed. Works on any state, and may be called again.
   */
  public UndoReport rollback(Migration migration, Consumer<LeptonEvent> events)
      throws InterruptedException {
    return undo(migration, Stage.Undo.ROLLBACK, events);
  }

  /**
   * Stops and removes everything that apply created at the target, the gateway too, then forgets
   * the migration but for its audit log. Never touches the source.
   */
  public UndoReport destroy(Migration migration, Consumer<LeptonEvent> events)
      throws InterruptedException {
    return undo(migration, Stage.Undo.DESTROY, events);
  }

  private UndoReport undo(Migration migration, Stage.Undo undo, Consumer<LeptonEvent> events)
      throws InterruptedException {
    StateFolder state = StateFolder.of(migration);
    if (!Files.isDirectory(state.path())) {
      return new UndoReport(migration.name(), List.of(), List.of());
    }
    try (StateFolder.Lock lock = state.lock()) {
      AuditLog audit = new AuditLog(state.audit());
      String action =
          switch (undo) {
            case ROLLBACK -> "rollback";
            case DESTROY -> "destroy";
          };
      audit.append(action, migration.name(), Map.of(), "begun");
      List<String> steps = new ArrayList<>();
      Consumer<LeptonEvent> noting =
          event -> {
            if (event instanceof StepFinished finished) {
              steps.add(finished.step());
            }
          };
      Stages stages = stages(migration, state);
      List<String> left = composer(stages, state).undo(undo, noting.andThen(events));
      if (undo == Stage.Undo.DESTROY) {
        stages.rollout().ifPresent(RolloutStages::removeLabelled);
      }
      Files.deleteIfExists(state.recordingFile());
      audit.append(action, migration.name(), Map.of(), "done: " + String.join(", ", steps));
      return new UndoReport(migration.name(), steps, left);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How far a migration is, from its state folder alone; asks no cloud. */
  public MigrationStatus status(Migration migration) {
    StateFolder state = StateFolder.of(migration);
    Map<String, Checkpoint> checkpoints = state.checkpoints();
    List<MigrationStatus.Step> steps = new ArrayList<>();
    for (Stage<?> stage : stages(migration, state).inOrder()) {
      Checkpoint checkpoint = checkpoints.get(stage.id());
      if (checkpoint != null) {
        steps.add(
            new MigrationStatus.Step(
                stage.id(),
                MigrationStatus.State.DONE,
                "at " + checkpoint.finishedAt() + ", " + stage.title()));
      } else {
        boolean begun = Files.isDirectory(state.step(stage.id()));
        steps.add(
            new MigrationStatus.Step(
                stage.id(),
                begun ? MigrationStatus.State.BEGUN : MigrationStatus.State.WAITING,
                stage.title()));
      }
    }
    return new MigrationStatus(
        migration.name(),
        steps,
        AuditLog.verify(state.audit()),
        Optional.of(state.reportHtml()).filter(Files::exists));
  }

  private Composer composer(Stages stages, StateFolder state) {
    return new Composer(stages.inOrder(), state, clock);
  }

  private Stages stages(Migration migration, StateFolder state) {
    return new Stages(migration, state, stores, clouds, servingLibraries);
  }

  @Override
  public void close() {
    clouds.close();
  }
}
