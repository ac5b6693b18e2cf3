package io.lepton.testkit.script;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A plan written line by line, also while it is in use. Of the lines that match a call, the first
 * that is not used up applies. Each line counts the calls that match it, from 1. Thread safe.
 *
 * @param <C> a call
 * @param <F> what goes wrong with it
 */
public abstract class Script<C, F> {
  private final List<Line<C, F>> lines = new CopyOnWriteArrayList<>();

  /** Starts without lines: nothing goes wrong. */
  protected Script() {}

  /** Removes all lines: from now on nothing goes wrong. */
  public void clear() {
    lines.clear();
  }

  /** What goes wrong with a call; asked once for each. */
  public Optional<F> decide(C call) {
    for (Line<C, F> line : lines) {
      if (line.applies(call)) {
        return Optional.of(line.fault);
      }
    }
    return Optional.empty();
  }

  /** Writes a line. */
  protected void add(Calls<C> calls, F fault) {
    lines.add(new Line<>(calls, Objects.requireNonNull(fault, "fault")));
  }

  /**
   * Which calls a line is about.
   *
   * @param matches what is counted
   * @param from the first of them, from 1
   * @param to the last of them
   */
  public record Calls<C>(Predicate<C> matches, long from, long to) {

    public Calls {
      if (from < 1 || to < from) {
        throw new IllegalArgumentException(
            "calls are counted from 1, and none is from " + from + " to " + to);
      }
    }

    /** All that match. */
    public static <C> Calls<C> matching(Predicate<C> matches) {
      return new Calls<>(matches, 1, Long.MAX_VALUE);
    }
  }

  /**
   * A line in the making; immutable. What is chosen adds up: {@code from(11).first(1)} is the
   * eleventh call, and what leaves no call is refused.
   *
   * @param <C> a call
   * @param <B> the builder's own type
   */
  public abstract static class Builder<C, B> {
    private final Calls<C> calls;

    /** Starts with these calls. */
    protected Builder(Calls<C> calls) {
      this.calls = calls;
    }

    /** The calls chosen so far. */
    protected final Calls<C> calls() {
      return calls;
    }

    /** The same line for other calls. */
    protected abstract B with(Calls<C> other);

    /** Only calls that this accepts. */
    public B where(Predicate<C> condition) {
      return with(new Calls<>(calls.matches().and(condition), calls.from(), calls.to()));
    }

    /** Only the {@code n}th matching call, from 1. */
    public B call(long n) {
      return between(n, n);
    }

    /** Only the first {@code n} of the calls chosen so far: of all that match, or of some. */
    public B first(long n) {
      return between(1, n > Long.MAX_VALUE - calls.from() ? n : calls.from() + n - 1);
    }

    /** Only from the {@code n}th matching call on. */
    public B from(long n) {
      return between(n, Long.MAX_VALUE);
    }

    /** Of the calls chosen so far those that lie between two matching calls. */
    private B between(long from, long to) {
      return with(
          new Calls<>(calls.matches(), Math.max(calls.from(), from), Math.min(calls.to(), to)));
    }
  }

  private static final class Line<C, F> {
    private final Calls<C> calls;
    private final F fault;
    private final AtomicLong seen = new AtomicLong();

    Line(Calls<C> calls, F fault) {
      this.calls = calls;
      this.fault = fault;
    }

    boolean applies(C call) {
      if (!calls.matches().test(call)) {
        return false;
      }
      long number = seen.incrementAndGet();
      return number >= calls.from() && number <= calls.to();
    }
  }
}
