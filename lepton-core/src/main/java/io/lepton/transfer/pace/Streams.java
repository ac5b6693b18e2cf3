package io.lepton.transfer.pace;

import java.util.function.LongSupplier;

/**
 * How many long streams of bytes may be on the way at once. Where stores are far away, each waits
 * for them twice an object or part, so that it takes many to fill a link; yet not as many as small
 * objects need, for each takes a store's buffers. Where streams wait for processors rather than for
 * the network, few are quicker ({@link StreamLimit}). Thread safe.
 */
public final class Streams {
  private static final int MOST = 32;

  private final LongSupplier quickestAnswerNanos;
  private final StreamLimit limit;
  private int open;
  private boolean begun;

  /**
   * At most 32, and never more than {@code parallelism}.
   *
   * @param quickestAnswerNanos how long the quickest request took so far, to know how far the
   *     stores are
   */
  public Streams(int parallelism, LongSupplier quickestAnswerNanos) {
    this.quickestAnswerNanos = quickestAnswerNanos;
    limit =
        new StreamLimit(Math.min(parallelism, MOST), Runtime.getRuntime().availableProcessors());
  }

  /**
   * Waits for a stream.
   *
   * @throws io.lepton.spi.CloudException CANCELLED, the interrupt flag set, when interrupted
   */
  public synchronized void enter() {
    try {
      while (!tryEnter()) {
        wait(SpareTime.WINDOW.toMillis());
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
      limit.begin(quickestAnswerNanos.getAsLong(), System.nanoTime(), SpareTime.processorNanos());
    } else if (limit.isDue(System.nanoTime())) {
      limit.look(System.nanoTime(), SpareTime.processorNanos());
      notifyAll();
    }
  }
}
