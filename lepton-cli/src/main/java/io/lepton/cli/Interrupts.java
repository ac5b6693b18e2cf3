package io.lepton.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Turns Ctrl-C and SIGTERM into an interrupt of the command's thread and gives it a moment to write
 * its state down. The process then ends with the signal's own exit code, 130 for Ctrl-C.
 */
final class Interrupts {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private Interrupts() {}

  /** Runs {@code command} on this thread, interrupted when the process is told to end. */
  static int guard(IntSupplier command) {
    Thread thread = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> interrupt(thread, ended), "lepton-interrupt"));
    try {
      return command.getAsInt();
    } finally {
      ended.countDown();
    }
  }

  private static void interrupt(Thread thread, CountDownLatch ended) {
    if (ended.getCount() == 0) {
      return;
    }
    thread.interrupt();
    try {
      ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
