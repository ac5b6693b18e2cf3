package io.lepton.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.event.LeptonEvent.Measured;
import io.lepton.event.LeptonEvent.Notice;
import io.lepton.event.LeptonEvent.Outcome;
import io.lepton.event.LeptonEvent.Progress;
import io.lepton.event.LeptonEvent.Severity;
import io.lepton.event.LeptonEvent.StepFinished;
import io.lepton.event.LeptonEvent.StepStarted;
import io.lepton.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EventRecorderTest {
  private final Hand clock = new Hand();
  private final EventRecorder recorder = new EventRecorder(clock);

  @Test
  void stepsAreTimedByTheClock() {
    recorder.accept(new StepStarted("tune", "Fine-tune model"));
    clock.forward(2);
    assertThat(recorder.recording().steps().get(0).elapsed()).isEqualTo(Duration.ofSeconds(2));

    recorder.accept(new StepFinished("tune", Outcome.DONE, Duration.ofSeconds(3), "5 epochs"));

    assertThat(recorder.recording().steps())
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.title()).isEqualTo("Fine-tune model");
              assertThat(span.elapsed()).isEqualTo(Duration.ofSeconds(3));
              assertThat(span.outcome()).contains(Outcome.DONE);
            });
  }

  @Test
  void throughputIsWhatWasAddedOverTime() {
    for (int second = 0; second <= 10; second++) {
      recorder.accept(new Progress("move", "bytes", second * 500L, -1, ""));
      clock.forward(1);
    }

    assertThat(recorder.recording().throughput())
        .singleElement()
        .satisfies(
            curve -> {
              assertThat(curve.points()).hasSize(10);
              assertThat(curve.points()).allMatch(point -> Math.abs(point.y() - 500) < 1e-9);
            });
  }

  @Test
  void runThatResumesKeepsWhatTheEarlierOneTold() {
    recorder.accept(new StepStarted("move", "Move data"));
    recorder.accept(new StepFinished("move", Outcome.DONE, Duration.ofSeconds(9), "3 objects"));
    recorder.accept(new Notice("move", Severity.WARNING, "a tag is lost"));
    Recording earlier = Json.read(Json.line(recorder.recording()), Recording.class);
    assertThat(earlier).isEqualTo(recorder.recording());

    EventRecorder resumed = new EventRecorder(earlier, clock);
    resumed.accept(new StepFinished("move", Outcome.SKIPPED, Duration.ZERO, "done before"));
    resumed.accept(new Notice("move", Severity.WARNING, "a tag is lost"));

    assertThat(resumed.recording()).isEqualTo(earlier);
  }

  @Property(tries = 50)
  void curvesStayShortAndKeepTheirEnds(@ForAll @IntRange(min = 1, max = 20_000) int points) {
    EventRecorder fresh = new EventRecorder(clock);
    for (int i = 0; i < points; i++) {
      fresh.accept(new Measured("shift", "p99 ms", i, i * 2.0));
    }

    Curve curve = fresh.recording().curves().get(0);
    assertThat(curve.points())
        .hasSizeLessThan(600)
        .isSortedAccordingTo((a, b) -> Double.compare(a.x(), b.x()));
    assertThat(curve.points().get(0).x()).isZero();
    assertThat(curve.points().get(curve.points().size() - 1).x()).isEqualTo(points - 1);
    assertThat(curve.points()).allMatch(point -> point.y() == point.x() * 2);
  }

  @Test
  void noticesBeyondTheLimitAreCountedOnly() {
    for (int i = 0; i < 500; i++) {
      recorder.accept(new Notice("move", Severity.WARNING, "key " + i));
    }

    assertThat(recorder.recording().notices()).hasSize(200);
    assertThat(recorder.recording().noticesLeftOut()).isEqualTo(300);
  }

  @Test
  void metersCountWhatWasAddedAndNotTheSumAgain() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Meters meters = new Meters(registry, "digits");

    meters.accept(new StepStarted("move", "Move data"));
    meters.accept(new Progress("move", "bytes", 100, 500, ""));
    meters.accept(new Progress("move", "bytes", 350, 500, ""));
    meters.accept(new Progress("move", "bytes", 350, 500, ""));
    meters.accept(new Measured("tune", "train loss", 1, 0.5));
    meters.accept(new Measured("tune", "train loss", 2, 0.25));
    meters.accept(new StepFinished("move", Outcome.DONE, Duration.ofSeconds(2), ""));
    meters.accept(new Notice("move", Severity.WARNING, "a tag is lost"));

    assertThat(registry.get("lepton.bytes").tag("step", "move").counter().count()).isEqualTo(350);
    assertThat(registry.get("lepton.measured").tag("series", "train loss").gauge().value())
        .isEqualTo(0.25);
    assertThat(
            registry
                .get("lepton.steps")
                .tags("migration", "digits", "outcome", "done")
                .timer()
                .totalTime(java.util.concurrent.TimeUnit.SECONDS))
        .isCloseTo(2, within(1e-9));
    assertThat(registry.get("lepton.notices").tag("severity", "warning").counter().count())
        .isEqualTo(1);
  }

  /** A clock moved by hand. */
  private static final class Hand extends Clock {
    private Instant now = Instant.parse("2026-11-21T07:00:00Z");

    void forward(long seconds) {
      now = now.plusSeconds(seconds);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
