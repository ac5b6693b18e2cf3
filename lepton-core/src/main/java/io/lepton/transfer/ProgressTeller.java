package io.lepton.transfer;

import io.lepton.event.LeptonEvent;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Tells how far a run is, five times a second at most. Thread safe. */
final class ProgressTeller {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final String step;
  private final Consumer<LeptonEvent> events;
  private final Consumer<RuntimeException> onBroken;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong planned = new AtomicLong();
  private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());
  private volatile boolean totalKnown;

  /**
   * Tells {@code events}.
   *
   * @param onBroken told what a listener threw: the run is to stop
   */
  ProgressTeller(String step, Consumer<LeptonEvent> events, Consumer<RuntimeException> onBroken) {
    this.step = step;
    this.events = events;
    this.onBroken = onBroken;
  }

  void planned(long bytes) {
    planned.addAndGet(bytes);
  }

  void totalKnown() {
    totalKnown = true;
  }

  /** So many bytes more have passed; fewer, when a write is begun again. */
  void passed(long bytes) {
    if (bytes == 0) {
      return;
    }
    done.addAndGet(bytes);
    long now = System.nanoTime();
    long due = nextNanos.get();
    if (now - due >= 0 && nextNanos.compareAndSet(due, now + PERIOD_NANOS)) {
      tell("");
    }
  }

  void notice(LeptonEvent.Severity severity, String message) {
    tell(new LeptonEvent.Notice(step, severity, message));
  }

  void tell(String detail) {
    tell(
        new LeptonEvent.Progress(
            step, "bytes", done.get(), totalKnown ? planned.get() : -1, detail));
  }

  private synchronized void tell(LeptonEvent event) {
    try {
      events.accept(event);
    } catch (RuntimeException e) {
      onBroken.accept(e);
    }
  }
}
