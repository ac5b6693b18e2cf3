package io.lepton.transfer.pace;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many long streams of bytes may be on the way at once. A few fill any link, and each takes a
 * store's buffers, while small objects need many requests at once to hide the way to the cloud.
 * Where streams wait for processors rather than for the network, fewer still are quicker ({@link
 * StreamLimit}). Thread safe.
 */
public final class Streams {
  private static final int LEAST = 4;
  private static final int MOST = 16;

  private final LongSupplier quickestAnswerNanos;
  private final StreamLimit limit;
  private int open;
  private boolean begun;

  /**
   * At most four a processor, from 4 to 16, and never more than {@code parallelism}.
   *
   * @param quickestAnswerNanos how long the quickest request took so far, to know how far the
   *     stores are
   */
  public Streams(int parallelism, LongSupplier quickestAnswerNanos) {
    this.quickestAnswerNanos = quickestAnswerNanos;
    int processors = Runtime.getRuntime().availableProcessors();
    int most = Math.min(parallelism, Math.max(LEAST, Math.min(MOST, 4 * processors)));
    limit = new StreamLimit(most, processors);
  }

  /**
   * Waits for a stream.
   *
   * @throws io.lepton.spi.CloudException CANCELLED, the interrupt flag set, when interrupted
   */
  public synchronized void enter() {
    try {
      while (!tryEnter()) {
        wait(StreamLimit.WINDOW.toMillis());
      }
    } catch (InterruptedException e) {
      throw Requests.cancelled(e);
    }
  }

  /** Takes a stream if one is free. */
  public synchronized boolean tryEnter() {
    if (countFree() == 0) {
      return false;
    }
    open++;
    return true;
  }

  /** Gives a stream back. */
  public synchronized void leave() {
    open--;
    notify();
  }

  /** How many are free at this moment, after a new look at how many there may be. */
  public synchronized int countFree() {
    adapt();
    return limit.streams() - open;
  }

  private void adapt() {
    if (!begun) {
      begun = true;
      limit.begin(quickestAnswerNanos.getAsLong(), System.nanoTime(), processorNanos());
    } else if (limit.isDue(System.nanoTime())) {
      limit.look(System.nanoTime(), processorNanos());
      notifyAll();
    }
  }

  /** Processor time of this process so far; 0 where the system does not tell. */
  private static long processorNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }
}
