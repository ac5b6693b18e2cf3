package io.lepton.event;

import java.time.Duration;
import java.util.Objects;

/**
 * Something that happened in a step. Events are told in order within a step, from any thread; a
 * listener must be thread safe and quick, and an exception it throws stops the step.
 */
public sealed interface LeptonEvent {

  /** Id of the step: {@code transfer-data-1}, {@code tune}. */
  String step();

  /**
   * A step begins.
   *
   * @param step its id
   * @param title what it does, for people
   */
  record StepStarted(String step, String title) implements LeptonEvent {}

  /**
   * A step ends.
   *
   * @param step its id
   * @param outcome how
   * @param elapsed how long it took
   * @param detail what it did or why it failed, for people
   */
  record StepFinished(String step, Outcome outcome, Duration elapsed, String detail)
      implements LeptonEvent {}

  /**
   * How far a step is. Told a few times a second at most.
   *
   * @param step its id
   * @param unit what is counted: {@code bytes}, {@code batches}, {@code requests}
   * @param done so many
   * @param total of so many; negative when unknown
   * @param detail what it is busy with, for people
   */
  record Progress(String step, String unit, long done, long total, String detail)
      implements LeptonEvent {}

  /**
   * A point of a curve.
   *
   * @param step its id
   * @param series the curve: {@code train loss}, {@code error rate}
   * @param x where on the horizontal axis: an epoch, or seconds since the step began
   * @param value the figure
   */
  record Measured(String step, String series, double x, double value) implements LeptonEvent {}

  /**
   * Something a person should know.
   *
   * @param step its id
   * @param severity how grave
   * @param message what it is and what to do
   */
  record Notice(String step, Severity severity, String message) implements LeptonEvent {
    public Notice {
      Objects.requireNonNull(severity, "severity");
    }
  }

  /** How a step ended. */
  enum Outcome {
    /** It did its work. */
    DONE,
    /** An earlier run had done it. */
    SKIPPED,
    /** It failed, and can be resumed. */
    FAILED
  }

  /** How grave a notice is. */
  enum Severity {
    INFO,
    WARNING
  }
}
