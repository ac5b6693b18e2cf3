package io.lepton.transfer.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Groups what is finished, and enters it in the journal only after the target has made it durable:
 * a checkpoint never runs ahead of the data. One thread of its own does so every few seconds.
 */
public final class Checkpoints implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MOST_PENDING = 20_000;

  private final TransferJournal journal;
  private final Runnable makeDurable;
  private final Consumer<RuntimeException> onFailure;
  private final Thread thread;
  private List<FinishedObject> objects = new ArrayList<>();
  private List<FinishedPart> parts = new ArrayList<>();
  private boolean closed;
  private @Nullable RuntimeException failure;

  /**
   * Starts the thread.
   *
   * @param makeDurable returns when all that was written at the target survives a crash
   * @param onFailure told once, when a checkpoint cannot be made; no later one is tried
   */
  public Checkpoints(
      TransferJournal journal, Runnable makeDurable, Consumer<RuntimeException> onFailure) {
    this.journal = journal;
    this.makeDurable = makeDurable;
    this.onFailure = onFailure;
    this.thread = new Thread(this::work, "transfer-checkpoints");
    thread.setDaemon(true);
    thread.start();
  }

  /** An object is at the target; it counts as finished after the next checkpoint. */
  public synchronized void finished(FinishedObject object) {
    objects.add(object);
    awaitRoom();
  }

  /** A part is at the target; it counts as finished after the next checkpoint. */
  public synchronized void finished(FinishedPart part) {
    parts.add(part);
    awaitRoom();
  }

  private void awaitRoom() {
    if (objects.size() + parts.size() >= MOST_PENDING) {
      notifyAll();
      while (objects.size() + parts.size() >= MOST_PENDING && failure == null && !closed) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private void work() {
    try {
      while (awaitPeriod()) {
        save();
      }
    } catch (RuntimeException e) {
      synchronized (this) {
        failure = e;
        notifyAll();
      }
      onFailure.accept(e);
    }
  }

  private synchronized boolean awaitPeriod() {
    long until = System.nanoTime() + PERIOD_NANOS;
    while (!closed) {
      long rest = until - System.nanoTime();
      if (rest <= 0 || objects.size() + parts.size() >= MOST_PENDING) {
        return true;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, rest);
      } catch (InterruptedException e) {
        return false;
      }
    }
    return false;
  }

  /** Makes a checkpoint of all that is finished now. */
  public void save() {
    List<FinishedObject> nowObjects;
    List<FinishedPart> nowParts;
    synchronized (this) {
      nowObjects = objects;
      nowParts = parts;
      if (nowObjects.isEmpty() && nowParts.isEmpty()) {
        return;
      }
      objects = new ArrayList<>();
      parts = new ArrayList<>();
    }
    makeDurable.run();
    journal.add(nowObjects, nowParts);
    synchronized (this) {
      notifyAll();
    }
  }

  /** Ends the thread after the checkpoint it is at; makes no further one. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
