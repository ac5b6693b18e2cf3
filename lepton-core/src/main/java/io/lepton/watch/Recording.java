package io.lepton.watch;

import io.lepton.event.LeptonEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an {@link EventRecorder} remembers. Immutable; written as JSON and read back, it continues
 * in the next run.
 *
 * @param steps in the order in which they began
 * @param curves points told by {@link LeptonEvent.Measured}
 * @param throughput bytes per second over time, one curve a step, x in seconds since {@code began}
 * @param notices what people should know, in order
 * @param noticesLeftOut further notices that were not kept
 * @param began when the first event was told
 */
public record Recording(
    List<Span> steps,
    List<Curve> curves,
    List<Curve> throughput,
    List<LeptonEvent.Notice> notices,
    long noticesLeftOut,
    Instant began) {

  public Recording {
    steps = List.copyOf(steps);
    curves = List.copyOf(curves);
    throughput = List.copyOf(throughput);
    notices = List.copyOf(notices);
    Objects.requireNonNull(began, "began");
  }

  /** Nothing yet. */
  public static Recording none(Instant began) {
    return new Recording(List.of(), List.of(), List.of(), List.of(), 0, began);
  }

  /**
   * A step's place in time.
   *
   * @param step its id
   * @param title what it does, for people
   * @param began when
   * @param elapsed how long; until now for one that has not ended
   * @param outcome how it ended; empty for one that has not
   * @param detail what it did or why it failed
   */
  public record Span(
      String step,
      String title,
      Instant began,
      Duration elapsed,
      Optional<LeptonEvent.Outcome> outcome,
      String detail) {

    public Span {
      Objects.requireNonNull(began, "began");
      Objects.requireNonNull(elapsed, "elapsed");
      Objects.requireNonNull(outcome, "outcome");
    }
  }
}
