package io.lepton.testkit.fault;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A plan written line by line, also while it is in use:
 *
 * <pre>{@code
 * FaultScript script = new FaultScript();
 * script.on(PUT).key("a/b").first(2).then(Fault.transientError(RESOURCE_EXHAUSTED));
 * script.on(LIST).call(2).then(Fault.permanentError(TIMED_OUT));
 * }</pre>
 *
 * <p>Of the lines that match a call, the first that is not used up applies. Each line counts the
 * calls that match it, from 1. Thread safe.
 */
public final class FaultScript implements FaultPlan {
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  /** Starts a line for every key and every call of {@code operation}. */
  public LineBuilder on(StoreOperation operation) {
    Objects.requireNonNull(operation, "operation");
    return new LineBuilder(call -> call.operation() == operation, 1, Long.MAX_VALUE);
  }

  /** Removes all lines: from now on nothing goes wrong. */
  public void clear() {
    lines.clear();
  }

  @Override
  public Optional<Fault> decide(StoreCall call) {
    for (Line line : lines) {
      if (line.applies(call)) {
        return Optional.of(line.fault);
      }
    }
    return Optional.empty();
  }

  /** A line in the making; immutable. */
  public final class LineBuilder {
    private final Predicate<StoreCall> matches;
    private final long from;
    private final long to;

    private LineBuilder(Predicate<StoreCall> matches, long from, long to) {
      this.matches = matches;
      this.from = from;
      this.to = to;
    }

    /** Only calls for this key. */
    public LineBuilder key(String key) {
      return where(call -> call.key().equals(key));
    }

    /** Only calls that this accepts. */
    public LineBuilder where(Predicate<StoreCall> condition) {
      return new LineBuilder(matches.and(condition), from, to);
    }

    /** Only the {@code n}th matching call, from 1. */
    public LineBuilder call(long n) {
      return new LineBuilder(matches, n, n);
    }

    /** Only the first {@code n} matching calls. */
    public LineBuilder first(long n) {
      return new LineBuilder(matches, 1, n);
    }

    /** Only from the {@code n}th matching call on. */
    public LineBuilder from(long n) {
      return new LineBuilder(matches, n, Long.MAX_VALUE);
    }

    /** Ends the line: the chosen calls go wrong in this way. */
    public FaultScript then(Fault fault) {
      lines.add(new Line(matches, from, to, Objects.requireNonNull(fault, "fault")));
      return FaultScript.this;
    }
  }

  private static final class Line {
    private final Predicate<StoreCall> matches;
    private final long from;
    private final long to;
    private final Fault fault;
    private final AtomicLong seen = new AtomicLong();

    Line(Predicate<StoreCall> matches, long from, long to, Fault fault) {
      this.matches = matches;
      this.from = from;
      this.to = to;
      this.fault = fault;
    }

    boolean applies(StoreCall call) {
      if (!matches.test(call)) {
        return false;
      }
      long number = seen.incrementAndGet();
      return number >= from && number <= to;
    }
  }
}
