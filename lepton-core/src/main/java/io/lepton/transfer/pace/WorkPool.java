package io.lepton.transfer.pace;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The worker threads of one run, of which as many work at once as make it quicker; one is started
 * when there is work for it and no other rests. Tasks wait in a bounded queue; helpers, by which a
 * task splits itself, go before them and are never refused, so a task that waits for its own parts
 * cannot starve: it works on them itself. Tasks may submit helpers; only the owner submits tasks.
 */
public final class WorkPool implements AutoCloseable {
  private static final int QUEUED_PER_WORKER = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Job> queue = new ArrayDeque<>();

  /** Workers that wait, who came last first: what it used is still near its processor. */
  private final Deque<Condition> resting = new ArrayDeque<>();

  private final Condition owner = lock.newCondition();
  private final WorkerLimit limit;
  private final SpareTime spare;
  private final int capacity;
  private final String name;
  private final List<Thread> threads = new ArrayList<>();
  private final Consumer<Throwable> onError;
  private int workers;
  private int starting;
  private int working;
  private int unfinished;
  private boolean leavesTime;
  private boolean stopped;
  private boolean closed;

  /** What a worker does next: a whole task, or a helper of one. */
  private record Job(Runnable work, boolean task) {}

  /**
   * Starts no thread yet.
   *
   * @param name prefix of the threads' names
   * @param workers how many there may be
   * @param onError told what a task threw
   */
  public WorkPool(String name, int workers, Consumer<Throwable> onError) {
    this.name = name;
    this.workers = workers;
    this.onError = onError;
    this.capacity = workers * QUEUED_PER_WORKER;
    long now = System.nanoTime();
    this.spare =
        new SpareTime(Runtime.getRuntime().availableProcessors(), now, SpareTime.processorNanos());
    this.limit = new WorkerLimit(workers, this::leavesTime, now);
  }

  /** How many of at most {@code most} are likely to work where an answer takes so long. */
  public static int expected(int most, Duration answer) {
    return answer.toNanos() < StreamLimit.FAR_NANOS ? WorkerLimit.usual(most) : most;
  }

  private boolean leavesTime(long nowNanos) {
    if (spare.isDue(nowNanos)) {
      leavesTime = spare.look(nowNanos, SpareTime.processorNanos());
    }
    return leavesTime;
  }

  /**
   * Hands a task over; waits while the queue is full, and then until half of it is done, for to
   * wake for each costs more than the task's way through the queue.
   *
   * @throws RejectedExecutionException when the pool was stopped
   */
  public void submit(Runnable task) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (unfinished >= capacity && !stopped) {
        owner.await();
      }
      checkRunning();
      unfinished++;
      queue.addLast(new Job(task, true));
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** Hands over a piece of a task at work, to be done before any task that waits. */
  public void help(Runnable piece) {
    lock.lock();
    try {
      limit.look(System.nanoTime());
      queue.addFirst(new Job(piece, false));
      wake();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until every task is done.
   *
   * @throws RejectedExecutionException when the pool was stopped
   */
  public void awaitIdle() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (unfinished > 0 && !stopped) {
        owner.await();
      }
      checkRunning();
    } finally {
      lock.unlock();
    }
  }

  private void checkRunning() {
    if (stopped) {
      throw new RejectedExecutionException("the workers were stopped");
    }
  }

  /** Drops what waits, interrupts what runs and wakes the owner. */
  public void stop() {
    lock.lock();
    try {
      stopped = true;
      queue.clear();
      owner.signal();
      threads.forEach(Thread::interrupt);
    } finally {
      lock.unlock();
    }
  }

  /** Wakes as many as may work and have something to do. */
  private void wake() {
    int wanted = Math.min(limit.limit() - working, queue.size()) - starting;
    while (wanted > 0 && !resting.isEmpty()) {
      resting.pop().signal();
      wanted--;
    }
    while (wanted > 0 && threads.size() < workers && !stopped && !closed) {
      start();
      wanted--;
    }
  }

  private void start() {
    Thread thread = new Thread(this::work, name + "-" + (threads.size() + 1));
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      if (threads.isEmpty()) {
        throw e;
      }
      // The system allows this process no more threads; those that it has do the work.
      workers = threads.size();
      return;
    }
    threads.add(thread);
    starting++;
  }

  private void work() {
    try {
      Condition woken = lock.newCondition();
      Job job = first(woken);
      while (job != null) {
        long start = System.nanoTime();
        try {
          job.work().run();
        } catch (Throwable e) {
          onError.accept(e);
        }
        job = afterwards(job, start, woken);
      }
    } catch (InterruptedException e) {
      // Only stop() interrupts a worker that waits: it is to end.
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Job first(Condition woken) throws InterruptedException {
    lock.lock();
    try {
      starting--;
      return next(woken);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Job afterwards(Job done, long startNanos, Condition woken)
      throws InterruptedException {
    lock.lock();
    try {
      working--;
      if (done.task()) {
        unfinished--;
        if (unfinished == capacity / 2 || unfinished == 0) {
          owner.signal();
        }
        limit.ended(startNanos, System.nanoTime());
      }
      Job job = next(woken);
      // The limit may have grown.
      wake();
      return job;
    } finally {
      lock.unlock();
    }
  }

  /** What to do next, or null when there will be nothing any more. */
  private @Nullable Job next(Condition woken) throws InterruptedException {
    lock.lock();
    try {
      while (!stopped) {
        if ((closed || working < limit.limit()) && !queue.isEmpty()) {
          working++;
          return queue.pollFirst();
        }
        if (queue.isEmpty()) {
          if (closed) {
            return null;
          }
          limit.starved();
        }
        resting.push(woken);
        try {
          woken.await();
        } finally {
          resting.remove(woken);
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the threads and waits until they have; with {@link #stop} before, promptly. Interrupts are
   * kept for later, because a worker that outlives its run could still write.
   */
  @Override
  public void close() {
    List<Thread> started;
    lock.lock();
    try {
      closed = true;
      started = List.copyOf(threads);
      resting.forEach(Condition::signal);
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    for (Thread thread : started) {
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
