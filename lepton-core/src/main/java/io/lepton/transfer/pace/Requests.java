package io.lepton.transfer.pace;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests: counts them, keeps to the concurrency that the stores bear, and repeats those
 * whose error says that this can help, after the time that the cloud asks for, or else after
 * exponential back-off, with jitter. What is retryable until it is confirmed ends as soon as it is.
 * Thread safe.
 */
public final class Requests {
  /** A cloud that wishes for more is asked again all the same. */
  private static final Duration MOST_WAIT = Duration.ofMinutes(2);

  private static final long MOST_JITTER_MILLIS = 20;

  /** Failsafe takes a negative delay for none computed, and backs off. */
  private static final Duration NO_WISH = Duration.ofNanos(-1);

  private final ConcurrencyGate gate;
  private final FailsafeExecutor<Object> repeatable;
  private final FailsafeExecutor<Object> commits;
  private final LongAdder sent = new LongAdder();
  private final LongAdder throttled = new LongAdder();
  private final LongAccumulator quickestNanos = new LongAccumulator(Math::min, Long.MAX_VALUE);

  /**
   * Repeats a request up to {@code attempts} times in all, first after {@code firstDelay}, then
   * twice as long each time up to {@code longestDelay}, each wait changed by up to half at random.
   */
  public Requests(ConcurrencyGate gate, int attempts, Duration firstDelay, Duration longestDelay) {
    this.gate = gate;
    repeatable =
        retrying(
            error -> error.retryable() || error.kind() == ErrorKind.OUTCOME_UNKNOWN,
            attempts,
            firstDelay,
            longestDelay);
    commits = retrying(CloudException::retryable, attempts, firstDelay, longestDelay);
  }

  private static FailsafeExecutor<Object> retrying(
      Predicate<CloudException> worthwhile,
      int attempts,
      Duration firstDelay,
      Duration longestDelay) {
    var policy =
        RetryPolicy.builder()
            .handleIf(error -> error instanceof CloudException cloud && worthwhile.test(cloud))
            .withMaxAttempts(attempts);
    if (longestDelay.compareTo(firstDelay) > 0) {
      policy.withBackoff(firstDelay, longestDelay).withJitter(0.5);
    } else {
      policy.withDelay(firstDelay);
    }
    policy.withDelayFnOn(context -> afterWish(context.getLastException()), CloudException.class);
    return Failsafe.with(policy.build());
  }

  private static Duration afterWish(CloudException error) {
    return asked(error).map(wait -> wait.plusMillis(jitterMillis())).orElse(NO_WISH);
  }

  private static long jitterMillis() {
    return ThreadLocalRandom.current().nextLong(MOST_JITTER_MILLIS);
  }

  /**
   * Answers {@code request}, which may be sent twice, so that a lost answer is met by sending
   * again.
   *
   * @throws CloudException the last error; CANCELLED, the interrupt flag set, when interrupted
   */
  public <T> T call(Supplier<T> request) {
    return send(repeatable, counted(request));
  }

  /** The same for reads, which are counted where they are opened. */
  public <T> T read(Supplier<T> request) {
    return send(repeatable, timed(request));
  }

  /**
   * The same for what many stores do without a request: it is not counted, and does not tell how
   * far a store is.
   */
  public void repeat(Runnable work) {
    send(
        repeatable,
        () -> {
          work.run();
          return true;
        });
  }

  /** The same for a commit: a lost answer is the caller's to settle by reading back. */
  public <T> T commit(Supplier<T> request) {
    return send(commits, counted(request));
  }

  private <T> Supplier<T> counted(Supplier<T> request) {
    Supplier<T> timed = timed(request);
    return () -> {
      sent.increment();
      return timed.get();
    };
  }

  private <T> Supplier<T> timed(Supplier<T> request) {
    return () -> {
      long start = System.nanoTime();
      T answer = request.get();
      quickestNanos.accumulate(System.nanoTime() - start);
      return answer;
    };
  }

  private <T> T send(FailsafeExecutor<Object> retrying, Supplier<T> request) {
    try {
      return retrying.get(attempt -> once(request, attempt.getLastException()));
    } catch (ConfirmedException e) {
      throw e.error;
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        throw cancelled(e);
      }
      throw e;
    }
  }

  /** Sends {@code request} without an answer. */
  public void run(Runnable request) {
    call(
        () -> {
          request.run();
          return true;
        });
  }

  private <T> T once(Supplier<T> request, @Nullable Throwable earlier) {
    try {
      gate.enter();
    } catch (InterruptedException e) {
      throw cancelled(e);
    }
    Optional<Duration> quiet = Optional.empty();
    try {
      return request.get();
    } catch (CloudException e) {
      // A full disk is exhausted too, but no waiting mends it.
      if (e.kind() == ErrorKind.RESOURCE_EXHAUSTED && e.retryable()) {
        throttled.increment();
        quiet = Optional.of(asked(e).orElse(Duration.ZERO));
      }
      throw e.confirms(earlier) ? new ConfirmedException(e) : e;
    } finally {
      quiet.ifPresentOrElse(gate::leaveThrottled, gate::leave);
    }
  }

  /** An error that is retried no more, since it came twice alike. */
  private static final class ConfirmedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CloudException error;

    ConfirmedException(CloudException error) {
      super(error.getMessage(), error, false, false);
      this.error = error;
    }
  }

  private static Optional<Duration> asked(CloudException error) {
    return error.retryAfter().map(wait -> wait.compareTo(MOST_WAIT) > 0 ? MOST_WAIT : wait);
  }

  /** Answers that asked to slow down so far. */
  public long throttled() {
    return throttled.sum();
  }

  /** How long the quickest request so far took; very long when there was none. */
  public long quickestNanos() {
    return quickestNanos.get();
  }

  /** Requests sent so far but reads, repetitions included. */
  public long sent() {
    return sent.sum();
  }

  /** The error of an interrupted thread, whose flag is set again. */
  public static CloudException cancelled(Throwable cause) {
    Thread.currentThread().interrupt();
    return CloudException.of(ErrorKind.CANCELLED)
        .cause(cause)
        .message("interrupted; what was finished is kept, run the same again to continue");
  }
}
