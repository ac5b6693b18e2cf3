package io.lepton.image;

import com.google.cloud.tools.jib.event.progress.ProgressEventHandler;
import io.lepton.event.LeptonEvent;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Tells Jib's progress as percent, each figure at most once and never falling. */
final class PercentTeller implements Consumer<ProgressEventHandler.Update> {
  private final String step;
  private final Consumer<LeptonEvent> events;
  private final AtomicLong told = new AtomicLong(-1);

  PercentTeller(String step, Consumer<LeptonEvent> events) {
    this.step = step;
    this.events = events;
  }

  @Override
  public void accept(ProgressEventHandler.Update update) {
    long percent = Math.min(100, Math.round(update.getProgress() * 100));
    long before = told.getAndAccumulate(percent, Math::max);
    if (percent > before) {
      String detail =
          update.getUnfinishedLeafTasks().isEmpty() ? "" : update.getUnfinishedLeafTasks().get(0);
      events.accept(new LeptonEvent.Progress(step, "percent", percent, 100, detail));
    }
  }
}
