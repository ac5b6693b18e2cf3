package io.lepton.cli;

import io.lepton.event.LeptonEvent;
import io.lepton.event.LeptonEvent.Measured;
import io.lepton.event.LeptonEvent.Notice;
import io.lepton.event.LeptonEvent.Progress;
import io.lepton.event.LeptonEvent.StepFinished;
import io.lepton.event.LeptonEvent.StepStarted;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows events on standard error: a bar a step on a terminal, plain lines in a log, nothing when
 * quiet but for warnings. Thread safe.
 */
final class ProgressDisplay implements Consumer<LeptonEvent>, AutoCloseable {
  private static final long MIB = 1024 * 1024;

  private final Console console;
  private @Nullable ProgressBar bar;
  private String barStep = "";

  private ProgressDisplay(Console console) {
    this.console = console;
  }

  static ProgressDisplay on(Console console) {
    return new ProgressDisplay(console);
  }

  @Override
  public synchronized void accept(LeptonEvent event) {
    if (event instanceof StepStarted started) {
      endBar();
      tell("@|bold %s|@  %s".formatted(started.step(), started.title()));
    } else if (event instanceof Progress progress) {
      show(progress);
    } else if (event instanceof StepFinished finished) {
      endBar();
      tell(line(finished));
    } else if (event instanceof Notice notice) {
      endBar();
      notice(notice);
    } else if (event instanceof Measured) {
      return; // curves are for the report
    }
  }

  private static String line(StepFinished finished) {
    String detail = finished.detail().isBlank() ? "" : "  " + finished.detail();
    return switch (finished.outcome()) {
      case DONE ->
          "  @|green done|@ in %.1f s%s".formatted(finished.elapsed().toMillis() / 1000.0, detail);
      case SKIPPED -> "  @|faint nothing to do|@" + detail;
      case FAILED -> "  @|red failed|@" + detail;
    };
  }

  private void notice(Notice notice) {
    switch (notice.severity()) {
      case INFO -> tell("  " + notice.message());
      case WARNING -> console.warn(notice.message());
    }
  }

  private void show(Progress progress) {
    if (!console.interactive()) {
      return;
    }
    boolean bytes = progress.unit().equals("bytes");
    if (bar == null || !barStep.equals(progress.step())) {
      endBar();
      bar = start(progress, bytes);
      barStep = progress.step();
    }
    if (progress.total() >= 0) {
      bar.maxHint(progress.total());
    }
    bar.stepTo(progress.done());
    bar.setExtraMessage(progress.detail());
  }

  private static ProgressBar start(Progress progress, boolean bytes) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName("  " + progress.step())
            .setInitialMax(progress.total())
            .setUpdateIntervalMillis(200)
            .clearDisplayOnFinish()
            .showSpeed()
            .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK);
    return bytes
        ? builder.setUnit(" MiB", MIB).build()
        : builder.setUnit(" " + progress.unit(), 1).build();
  }

  private void endBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private void tell(String markup) {
    if (!console.quiet()) {
      console.err().println(Ansi.AUTO.string(markup));
      console.err().flush();
    }
  }

  @Override
  public synchronized void close() {
    endBar();
  }
}
