package io.lepton.migrate;

import com.google.common.hash.Hashing;
import io.lepton.event.LeptonEvent;
import io.lepton.event.LeptonEvent.Outcome;
import io.lepton.event.LeptonEvent.StepFinished;
import io.lepton.event.LeptonEvent.StepStarted;
import io.lepton.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the stages of one migration in order, keeps a checkpoint of each, and decides which need to
 * run: those never finished, those whose inputs changed, and those whose result no longer holds.
 */
final class Composer {
  private final List<Stage<?>> stages;
  private final StateFolder state;
  private final Clock clock;

  Composer(List<Stage<?>> stages, StateFolder state, Clock clock) {
    this.stages = List.copyOf(stages);
    this.state = state;
    this.clock = clock;
  }

  /** What {@link #apply} would do now. */
  List<PlannedStep> plan() {
    Map<String, Checkpoint> checkpoints = state.checkpoints();
    Results results = new Results();
    List<PlannedStep> steps = new ArrayList<>();
    Optional<String> cause = Optional.empty();
    for (Stage<?> stage : stages) {
      PlannedStep step =
          cause.isPresent()
              ? planned(stage, "after " + cause.get(), results)
              : planned(stage, checkpoints, results);
      if (step.action() != PlannedStep.Action.KEEP && cause.isEmpty()) {
        cause = Optional.of(stage.id());
      }
      steps.add(step);
    }
    return steps;
  }

  private <R> PlannedStep planned(
      Stage<R> stage, Map<String, Checkpoint> checkpoints, Results results) {
    Optional<String> reason = whyRun(stage, checkpoints, results);
    return reason.isPresent()
        ? planned(stage, reason.get(), results)
        : new PlannedStep(stage.id(), stage.title(), PlannedStep.Action.KEEP, "done", List.of());
  }

  private PlannedStep planned(Stage<?> stage, String reason, Results results) {
    PlannedStep.Action action =
        Files.isDirectory(state.step(stage.id()))
            ? PlannedStep.Action.RESUME
            : PlannedStep.Action.RUN;
    return new PlannedStep(stage.id(), stage.title(), action, reason, stage.explain(results));
  }

  /** Why a stage must run; empty, with its result taken up, when its checkpoint holds. */
  private <R> Optional<String> whyRun(
      Stage<R> stage, Map<String, Checkpoint> checkpoints, Results results) {
    Checkpoint checkpoint = checkpoints.get(stage.id());
    if (checkpoint == null) {
      return Optional.of(
          Files.isDirectory(state.step(stage.id())) ? "begun, not finished" : "not done yet");
    }
    if (!checkpoint.fingerprint().equals(fingerprint(stage, results))) {
      return Optional.of("what it depends on has changed");
    }
    R result = Json.read(checkpoint.result(), stage.resultType());
    Optional<String> drift = stage.drift(result);
    if (drift.isEmpty()) {
      results.put(stage, result);
    }
    return drift;
  }

  private static String fingerprint(Stage<?> stage, Results results) {
    return Hashing.sha256()
        .hashString(Json.line(stage.inputs(results)), StandardCharsets.UTF_8)
        .toString();
  }

  /**
   * Runs what must run. The results of all steps that hold afterwards are in {@code results}, also
   * when a step throws.
   *
   * @return why the migration stopped before its last step; empty when all steps hold
   */
  Optional<String> apply(Results results, Consumer<LeptonEvent> events)
      throws InterruptedException {
    Map<String, Checkpoint> checkpoints = state.checkpoints();
    for (Stage<?> stage : stages) {
      Optional<String> stop = apply(stage, checkpoints, results, events);
      if (stop.isPresent()) {
        return stop;
      }
    }
    return Optional.empty();
  }

  private <R> Optional<String> apply(
      Stage<R> stage,
      Map<String, Checkpoint> checkpoints,
      Results results,
      Consumer<LeptonEvent> events)
      throws InterruptedException {
    events.accept(new StepStarted(stage.id(), stage.title()));
    long start = clock.millis();
    if (whyRun(stage, checkpoints, results).isEmpty()) {
      events.accept(
          new StepFinished(
              stage.id(), Outcome.SKIPPED, Duration.ZERO, "done by an earlier command"));
      return stage.stops(results.of(stage));
    }
    String fingerprint = fingerprint(stage, results);
    R result;
    try {
      checkpoints.remove(stage.id());
      state.write(checkpoints);
      Files.createDirectories(state.step(stage.id()));
      result = stage.run(results, events);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (RuntimeException | InterruptedException e) {
      events.accept(
          new StepFinished(
              stage.id(), Outcome.FAILED, since(start), String.valueOf(e.getMessage())));
      throw e;
    }
    results.put(stage, result);
    checkpoints.put(
        stage.id(),
        new Checkpoint(stage.id(), fingerprint, clock.instant(), since(start), Json.line(result)));
    state.write(checkpoints);
    Optional<String> stop = stage.stops(result);
    events.accept(
        new StepFinished(
            stage.id(),
            stop.isPresent() ? Outcome.FAILED : Outcome.DONE,
            since(start),
            stop.orElse("")));
    return stop;
  }

  private Duration since(long startMillis) {
    return Duration.ofMillis(clock.millis() - startMillis);
  }

  /**
   * Takes every stage back, last one first, and forgets its checkpoint.
   *
   * @return what was left and why, for people
   */
  List<String> undo(Stage.Undo undo, Consumer<LeptonEvent> events) throws InterruptedException {
    Map<String, Checkpoint> checkpoints = state.checkpoints();
    List<String> left = new ArrayList<>();
    for (int i = stages.size() - 1; i >= 0; i--) {
      Stage<?> stage = stages.get(i);
      if (checkpoints.containsKey(stage.id()) || Files.isDirectory(state.step(stage.id()))) {
        events.accept(new StepStarted(stage.id(), "undo: " + stage.title()));
        long start = clock.millis();
        left.addAll(stage.undo(undo, events));
        checkpoints.remove(stage.id());
        state.write(checkpoints);
        Folders.delete(state.step(stage.id()));
        events.accept(new StepFinished(stage.id(), Outcome.DONE, since(start), ""));
      }
    }
    return left;
  }
}
