package io.lepton.testkit.wire;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A plan written line by line, also while it is in use:
 *
 * <pre>{@code
 * WireScript script = new WireScript();
 * script.on("PUT").where(request -> request.asks("partNumber")).call(2).then(WireFault.lostAnswer());
 * script.on("GET").share(0.01, 7).then(WireFault.busy(503, 1));
 * }</pre>
 *
 * <p>Of the lines that match a request, the first that is not used up applies. Each line counts the
 * requests that match it, from 1. Thread safe.
 */
public final class WireScript implements WirePlan {
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  /** Starts a line for requests of this method. */
  public LineBuilder on(String method) {
    Objects.requireNonNull(method, "method");
    return onAny().where(request -> request.method().equals(method));
  }

  /** Starts a line for all requests. */
  public LineBuilder onAny() {
    return new LineBuilder(request -> true, 1, Long.MAX_VALUE);
  }

  /** Removes all lines: from now on nothing goes wrong. */
  public void clear() {
    lines.clear();
  }

  @Override
  public Optional<WireFault> decide(WireRequest request) {
    for (Line line : lines) {
      if (line.applies(request)) {
        return Optional.of(line.fault);
      }
    }
    return Optional.empty();
  }

  /** A line in the making; immutable. */
  public final class LineBuilder {
    private final Predicate<WireRequest> matches;
    private final long from;
    private final long to;

    private LineBuilder(Predicate<WireRequest> matches, long from, long to) {
      this.matches = matches;
      this.from = from;
      this.to = to;
    }

    /** Only requests for this path, as sent. */
    public LineBuilder path(String path) {
      return where(request -> request.path().equals(path));
    }

    /** Only requests whose query holds this parameter. */
    public LineBuilder asking(String parameter) {
      return where(request -> request.asks(parameter));
    }

    /** Only requests that this accepts. */
    public LineBuilder where(Predicate<WireRequest> condition) {
      return new LineBuilder(matches.and(condition), from, to);
    }

    /**
     * Only a share of the matching requests, chosen by seed and request number alone.
     *
     * @param share 0 to 1
     */
    public LineBuilder share(double share, long seed) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
      }
      return where(
          request ->
              new SplittableRandom(seed * 1_000_003 + request.number()).nextDouble() < share);
    }

    /** Only the {@code n}th matching request, from 1. */
    public LineBuilder call(long n) {
      return new LineBuilder(matches, n, n);
    }

    /** Only the first {@code n} matching requests. */
    public LineBuilder first(long n) {
      return new LineBuilder(matches, 1, n);
    }

    /** Only from the {@code n}th matching request on. */
    public LineBuilder from(long n) {
      return new LineBuilder(matches, n, Long.MAX_VALUE);
    }

    /** Ends the line: the chosen requests go wrong in this way. */
    public WireScript then(WireFault fault) {
      lines.add(new Line(matches, from, to, Objects.requireNonNull(fault, "fault")));
      return WireScript.this;
    }
  }

  private static final class Line {
    private final Predicate<WireRequest> matches;
    private final long from;
    private final long to;
    private final WireFault fault;
    private final AtomicLong seen = new AtomicLong();

    Line(Predicate<WireRequest> matches, long from, long to, WireFault fault) {
      this.matches = matches;
      this.from = from;
      this.to = to;
      this.fault = fault;
    }

    boolean applies(WireRequest request) {
      if (!matches.test(request)) {
        return false;
      }
      long number = seen.incrementAndGet();
      return number >= from && number <= to;
    }
  }
}
