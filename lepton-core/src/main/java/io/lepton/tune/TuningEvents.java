package io.lepton.tune;

import io.lepton.event.LeptonEvent;
import io.lepton.event.LeptonEvent.Measured;
import io.lepton.event.LeptonEvent.Notice;
import io.lepton.event.LeptonEvent.Progress;
import io.lepton.event.LeptonEvent.Severity;
import java.util.function.Consumer;

/** Tells a training as events: progress a few times a second, a line and two points an epoch. */
final class TuningEvents implements TuningWatch {
  private static final long PAUSE_NANOS = 200_000_000;

  private final String step;
  private final String what;
  private final Consumer<LeptonEvent> events;
  private long lastTold;

  TuningEvents(String step, String what, Consumer<LeptonEvent> events) {
    this.step = step;
    this.what = what;
    this.events = events;
  }

  @Override
  public void batch(int epoch, long done, long total, double loss) {
    if (Thread.currentThread().isInterrupted()) {
      throw new TuningException(
          "training was interrupted in epoch " + epoch + "; the same command continues");
    }
    long now = System.nanoTime();
    if (now - lastTold >= PAUSE_NANOS || done == total) {
      lastTold = now;
      events.accept(
          new Progress(
              step,
              "batches",
              done,
              total,
              "%s, epoch %d, loss %.3f".formatted(what, epoch, loss)));
    }
  }

  @Override
  public void epoch(EpochFigures figures) {
    events.accept(
        new Measured(step, what + " validation loss", figures.epoch(), figures.validationLoss()));
    events.accept(
        new Measured(
            step, what + " validation accuracy", figures.epoch(), figures.validationAccuracy()));
    events.accept(
        new Notice(
            step,
            Severity.INFO,
            figures.epoch() == 0
                ? "%s: before training accuracy %.3f".formatted(what, figures.validationAccuracy())
                : "%s: epoch %d, loss %.3f, accuracy %.3f in %.1f s"
                    .formatted(
                        what,
                        figures.epoch(),
                        figures.validationLoss(),
                        figures.validationAccuracy(),
                        figures.seconds())));
  }
}
