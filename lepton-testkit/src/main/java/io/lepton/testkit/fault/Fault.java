package io.lepton.testkit.fault;

import io.lepton.spi.ErrorKind;
import java.time.Duration;
import java.util.Objects;

/** One way in which a call goes wrong. A fault that makes no sense for a call leaves it alone. */
public sealed interface Fault {

  /**
   * The call fails and has no effect.
   *
   * @param kind what the caller is told
   * @param retryable whether the error says that a retry can help
   */
  record FailBefore(ErrorKind kind, boolean retryable) implements Fault {
    public FailBefore {
      Objects.requireNonNull(kind, "kind");
    }
  }

  /**
   * The call fails without effect, with RESOURCE_EXHAUSTED and the wish to be left alone.
   *
   * @param retryAfter how long
   */
  record Throttled(Duration retryAfter) implements Fault {
    public Throttled {
      Objects.requireNonNull(retryAfter, "retryAfter");
    }
  }

  /**
   * The call takes effect and then fails.
   *
   * @param kind what the caller is told; OUTCOME_UNKNOWN is a lost answer
   */
  record FailAfter(ErrorKind kind) implements Fault {
    public FailAfter {
      Objects.requireNonNull(kind, "kind");
    }
  }

  /**
   * The bytes break off: a reader fails after so many bytes, a write is abandoned after the store
   * has taken so many.
   *
   * @param afterBytes bytes that still pass
   * @param kind what the caller is told
   * @param retryable whether the error says that a retry can help
   */
  record FailMidway(long afterBytes, ErrorKind kind, boolean retryable) implements Fault {
    public FailMidway {
      Objects.requireNonNull(kind, "kind");
      requireNotNegative(afterBytes);
    }
  }

  /**
   * A reader claims the end too early, as a broken store would; a store that keeps the promise
   * never does, so this shows whether the caller counts.
   *
   * @param afterBytes bytes that still pass
   */
  record EndEarly(long afterBytes) implements Fault {
    public EndEarly {
      requireNotNegative(afterBytes);
    }
  }

  /**
   * One bit of the bytes that are read or written is flipped on the way.
   *
   * @param bit which one, from 0, the lowest of each byte first; beyond the end nothing happens
   */
  record FlipBit(long bit) implements Fault {
    public FlipBit {
      requireNotNegative(bit);
    }
  }

  /**
   * Runs before the call, which then goes its way: a latch to wait for, or another writer getting
   * in between.
   *
   * @param action what runs on the calling thread; when interrupted the call fails with CANCELLED
   */
  record Pause(Action action) implements Fault {
    public Pause {
      Objects.requireNonNull(action, "action");
    }
  }

  /** The multipart upload that the call works on is aborted by the store before it. */
  record ExpireUpload() implements Fault {}

  /** What a {@link Pause} does. */
  @FunctionalInterface
  interface Action {
    /** Runs once for each call that the pause applies to. */
    void run() throws InterruptedException;
  }

  /** An error without effect that says a retry can help, as throttling or a reset does. */
  static Fault transientError(ErrorKind kind) {
    return new FailBefore(kind, true);
  }

  /** An error without effect that no retry cures. */
  static Fault permanentError(ErrorKind kind) {
    return new FailBefore(kind, false);
  }

  /** The effect takes place, its answer does not arrive. */
  static Fault lostAnswer() {
    return new FailAfter(ErrorKind.OUTCOME_UNKNOWN);
  }

  /** The disk is full after so many bytes of a write. */
  static Fault diskFull(long afterBytes) {
    return new FailMidway(afterBytes, ErrorKind.RESOURCE_EXHAUSTED, false);
  }

  /** The connection breaks after so many bytes; a retry can help. */
  static Fault connectionLost(long afterBytes) {
    return new FailMidway(afterBytes, ErrorKind.UNKNOWN, true);
  }

  private static void requireNotNegative(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("a position must not be negative: " + position);
    }
  }
}
