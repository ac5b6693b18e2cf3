package io.lepton.migrate;

import io.lepton.event.LeptonEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A step as the composer sees it: what it depends on, whether its earlier result still holds, how
 * it runs and how it is undone. Stages keep nothing in memory between calls.
 *
 * @param <R> its result, a record that reads back from JSON equal
 */
interface Stage<R> {

  /** Short name, unique in the migration: {@code data-1}. */
  String id();

  /** What it does, for people. */
  String title();

  /** Class of the result. */
  Class<R> resultType();

  /**
   * Everything the result is made from, as a record: the part of the migration it carries out, and
   * what it takes from earlier results. When this changes, the step runs again.
   */
  Object inputs(Results earlier);

  /** What would be done, in lines for people; reads at most, changes nothing. */
  List<String> explain(Results earlier);

  /**
   * Why the world no longer is as {@code result} says, so that the step must run again; empty when
   * it still is.
   */
  default Optional<String> drift(R result) {
    return Optional.empty();
  }

  /** Why the migration must not go on after this result; empty when it may. */
  default Optional<String> stops(R result) {
    return Optional.empty();
  }

  /** Does the work, or continues it where an earlier process was killed. */
  R run(Results earlier, Consumer<LeptonEvent> events) throws InterruptedException;

  /**
   * Takes back what {@link #run} created at the target, finished or not. May be called twice. Never
   * touches the source.
   *
   * @return what was left and why, for people
   */
  List<String> undo(Undo undo, Consumer<LeptonEvent> events) throws InterruptedException;

  /** How far to take back. */
  enum Undo {
    /** To the world before the migration: the old service is live. */
    ROLLBACK,
    /** Everything the migration created at the target goes, the gateway too. */
    DESTROY
  }
}
