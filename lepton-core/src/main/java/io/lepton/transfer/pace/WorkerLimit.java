package io.lepton.transfer.pace;

import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * How many workers work at once: the fewest that are as quick as more. Where requests wait for the
 * network, every worker more is that much quicker, and all work. Where they wait for processors,
 * here or at the store, more workers only make each slower and cost processor time themselves.
 *
 * <p>Climbs by trial (as Heiss and Wagner, "Adaptive Load Control in Transaction Processing
 * Systems", 1991): begins with 64, now and then halves or doubles the workers for as long as 64
 * tasks take, or one of each worker, compares the tasks a second with those right before, and keeps
 * what is better. Trials that fail become rarer. More than 64, each of which has connections of its
 * own, are tried only where most of the processors' time is left unused by tasks of less than a
 * second, and then four times as many. Fewer than 64 tasks a second, of large objects or far
 * clouds, are no matter of processors, and 64 work.
 *
 * <p>Takes the time from its caller; the caller holds a lock.
 */
final class WorkerLimit {
  private static final int LEAST = 4;

  /** So many keep some processors busy where the stores are near. */
  private static final int USUAL = 64;

  /** So many tasks, and so long a time, that neither chance nor a pause decides. */
  private static final int WINDOW_TASKS = 64;

  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A trial that is so much slower needs no more tasks than these. */
  private static final double HOPELESS = 0.7;

  private static final int HOPELESS_TASKS = 16;

  /** Fewer workers may be a little slower, within what chance makes of equal ones. */
  private static final double AS_QUICK = 0.95;

  /** More workers must be quicker by more than chance. */
  private static final double QUICKER = 1.08;

  private final int most;
  private final int usual;
  private final LongPredicate leavesTime;
  private final Trials fewer = new Trials(256);
  private final Trials more = new Trials(16);
  private int kept;
  private int limit;
  private double rate;
  private long changedNanos;
  private long windowNanos;

  /** How long the last task took. */
  private long taskNanos;

  private boolean begun;
  private int ended;

  /** How long to wait for the next trial in one direction, in windows. */
  private static final class Trials {
    private static final int FIRST_WAIT = 4;
    private final int longestWait;
    private int nextWait = FIRST_WAIT;
    private int left;

    Trials(int longestWait) {
      this.longestWait = longestWait;
    }

    boolean due() {
      left--;
      return left < 0;
    }

    void failed() {
      nextWait = Math.min(2 * nextWait, longestWait);
      left = nextWait;
    }

    void succeeded() {
      nextWait = FIRST_WAIT;
      left = 0;
    }

    /** The other direction has just been found to be better. */
    void postpone() {
      left = Math.max(left, nextWait);
    }
  }

  /**
   * Never exceeds {@code most}.
   *
   * @param leavesTime whether, at the time given, most of the processors' time is left unused
   */
  WorkerLimit(int most, LongPredicate leavesTime, long nowNanos) {
    this.most = most;
    this.usual = usual(most);
    this.leavesTime = leavesTime;
    this.kept = usual;
    this.limit = usual;
    restart(nowNanos);
  }

  /** How many of {@code most} it begins with. */
  static int usual(int most) {
    return Math.min(most, USUAL);
  }

  int limit() {
    return limit;
  }

  /** A worker has nothing to do, so that how much is done says nothing about the workers. */
  void starved() {
    begun = false;
  }

  /** Takes note of the time. */
  void look(long nowNanos) {
    long since = begun ? windowNanos : changedNanos;
    if (limit < usual && nowNanos - since > SLOW_NANOS) {
      change(usual, nowNanos);
      keep();
    }
  }

  /** A task ended. */
  void ended(long startNanos, long nowNanos) {
    look(nowNanos);
    taskNanos = nowNanos - startNanos;
    if (!begun) {
      // What began before the change still ran beside other numbers of workers.
      if (startNanos - changedNanos >= 0) {
        begun = true;
        windowNanos = nowNanos;
        ended = 0;
      }
      return;
    }
    ended++;
    long nanos = nowNanos - windowNanos;
    if (ended < HOPELESS_TASKS || nanos < WINDOW_NANOS) {
      return;
    }
    double now = (double) ended / nanos;
    // Tasks that began together end together, in waves: a window holds one of each worker.
    if (ended >= Math.max(WINDOW_TASKS, limit)) {
      judge(now, nowNanos);
    } else if (limit != kept && now < HOPELESS * rate) {
      judge(now, nowNanos);
    }
  }

  private void judge(double now, long nowNanos) {
    if (limit == kept) {
      rate = now;
      next(nowNanos);
      return;
    }
    boolean down = limit < kept;
    Trials tried = down ? fewer : more;
    if (now >= (down ? AS_QUICK : QUICKER) * rate) {
      keep();
      rate = now;
      tried.succeeded();
      (down ? more : fewer).postpone();
      next(nowNanos);
    } else {
      tried.failed();
      change(kept, nowNanos);
    }
  }

  /** Another trial where one is due, or else another window. */
  private void next(long nowNanos) {
    // What takes long is large, and has streams to wait for rather than workers.
    boolean worthwhile = kept >= usual && kept < most && taskNanos <= SLOW_NANOS;
    if (worthwhile && leavesTime.test(nowNanos) && more.due()) {
      change(Math.min(most, kept * 4), nowNanos);
    } else if (kept > LEAST && fewer.due()) {
      change(Math.max(LEAST, kept / 2), nowNanos);
    } else if (kept < usual && more.due()) {
      change(Math.min(usual, kept * 2), nowNanos);
    } else {
      restart(nowNanos);
    }
  }

  private void keep() {
    kept = limit;
  }

  private void change(int workers, long nowNanos) {
    limit = workers;
    restart(nowNanos);
  }

  private void restart(long nowNanos) {
    changedNanos = nowNanos;
    begun = false;
  }
}
