package io.lepton.transfer.pace;

import java.util.concurrent.Semaphore;

/**
 * How many long streams of bytes may be on the way at once. A few fill any link, and each takes a
 * store's buffers, while small objects need many requests at once to hide the way to the cloud.
 * Thread safe.
 */
public final class Streams {
  private static final int LEAST = 4;
  private static final int MOST = 16;

  private final Semaphore room;

  /** At most four a processor, from 4 to 16, and never more than {@code parallelism}. */
  public Streams(int parallelism) {
    int wanted = 4 * Runtime.getRuntime().availableProcessors();
    room = new Semaphore(Math.min(parallelism, Math.max(LEAST, Math.min(MOST, wanted))));
  }

  /**
   * Waits for a stream.
   *
   * @throws io.lepton.spi.CloudException CANCELLED, the interrupt flag set, when interrupted
   */
  public void enter() {
    try {
      room.acquire();
    } catch (InterruptedException e) {
      throw Requests.cancelled(e);
    }
  }

  /** Takes a stream if one is free. */
  public boolean tryEnter() {
    return room.tryAcquire();
  }

  /** Gives a stream back. */
  public void leave() {
    room.release();
  }

  /** How many are free at this moment. */
  public int free() {
    return room.availablePermits();
  }
}
