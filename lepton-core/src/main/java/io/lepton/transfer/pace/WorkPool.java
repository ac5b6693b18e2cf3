package io.lepton.transfer.pace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The worker threads of one run. Tasks wait in a bounded queue; helpers, by which a task splits
 * itself, go before them and are never refused, so a task that waits for its own parts cannot
 * starve: it works on them itself. Tasks may submit helpers; only the owner submits tasks.
 */
public final class WorkPool implements AutoCloseable {
  private static final int QUEUED_PER_WORKER = 16;

  private final BlockingDeque<Runnable> queue = new LinkedBlockingDeque<>();
  private final Runnable end = this::stop;
  private final Semaphore room;
  private final int capacity;
  private volatile boolean stopped;
  private final List<Thread> threads = new ArrayList<>();
  private final Consumer<Throwable> onError;

  /**
   * Starts the threads.
   *
   * @param name prefix of their names
   * @param workers how many
   * @param onError told what a task threw
   */
  public WorkPool(String name, int workers, Consumer<Throwable> onError) {
    this.onError = onError;
    this.capacity = workers * QUEUED_PER_WORKER;
    this.room = new Semaphore(capacity);
    for (int i = 1; i <= workers; i++) {
      Thread thread = new Thread(this::work, name + "-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /**
   * Hands a task over; waits while the queue is full.
   *
   * @throws RejectedExecutionException when the pool was stopped
   */
  public void submit(Runnable task) throws InterruptedException {
    room.acquire();
    checkRunning();
    queue.addLast(
        () -> {
          try {
            task.run();
          } finally {
            room.release();
          }
        });
  }

  /** Hands over a piece of a task at work, to be done before any task that waits. */
  public void help(Runnable piece) {
    queue.addFirst(piece);
  }

  /**
   * Waits until every task is done.
   *
   * @throws RejectedExecutionException when the pool was stopped
   */
  public void awaitIdle() throws InterruptedException {
    room.acquire(capacity);
    room.release(capacity);
    checkRunning();
  }

  private void checkRunning() {
    if (stopped) {
      throw new RejectedExecutionException("the workers were stopped");
    }
  }

  /** Drops what waits, interrupts what runs and wakes the owner. */
  public void stop() {
    stopped = true;
    room.release(capacity);
    queue.clear();
    threads.forEach(Thread::interrupt);
  }

  private void work() {
    try {
      while (true) {
        Runnable next = queue.takeFirst();
        if (next == end) {
          return;
        }
        try {
          next.run();
        } catch (Throwable e) {
          onError.accept(e);
        }
      }
    } catch (InterruptedException e) {
      // Only stop() interrupts a worker that waits: it is to end.
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the threads and waits until they have; with {@link #stop} before, promptly. Interrupts are
   * kept for later, because a worker that outlives its run could still write.
   */
  @Override
  public void close() {
    threads.forEach(thread -> queue.addLast(end));
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    for (Thread thread : threads) {
      while (thread.isAlive() && System.nanoTime() < deadline) {
        try {
          thread.join(1000);
        } catch (InterruptedException e) {
          interrupted = true;
          stop();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
