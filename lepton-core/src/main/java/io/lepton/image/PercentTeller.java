package io.lepton.image;

import com.google.cloud.tools.jib.event.progress.ProgressEventHandler;
import io.lepton.event.LeptonEvent;
import java.util.function.Consumer;

/**
 * Tells Jib's progress as percent, each figure at most once and never falling, however many threads
 * build.
 */
final class PercentTeller implements Consumer<ProgressEventHandler.Update> {
  private final String step;
  private final Consumer<LeptonEvent> events;
  private long told = -1;

  PercentTeller(String step, Consumer<LeptonEvent> events) {
    this.step = step;
    this.events = events;
  }

  @Override
  public synchronized void accept(ProgressEventHandler.Update update) {
    long percent = Math.min(100, Math.round(update.getProgress() * 100));
    if (percent > told) {
      told = percent;
      String detail =
          update.getUnfinishedLeafTasks().isEmpty() ? "" : update.getUnfinishedLeafTasks().get(0);
      events.accept(new LeptonEvent.Progress(step, "percent", percent, 100, detail));
    }
  }
}
