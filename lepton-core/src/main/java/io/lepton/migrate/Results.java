package io.lepton.migrate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The results of the steps that are finished, by step. */
final class Results {
  private final Map<String, Object> byStep = new LinkedHashMap<>();

  <R> void put(Stage<R> stage, R result) {
    byStep.put(stage.id(), result);
  }

  /** The result of a step that must have run before. */
  <R> R of(Stage<R> stage) {
    return find(stage)
        .orElseThrow(() -> new IllegalStateException("step " + stage.id() + " has not run"));
  }

  <R> Optional<R> find(Stage<R> stage) {
    return Optional.ofNullable(stage.resultType().cast(byStep.get(stage.id())));
  }
}
