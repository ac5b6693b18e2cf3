package io.lepton.testkit.wire;

import io.lepton.testkit.script.Script;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * A plan for the wire written line by line, also while it is in use:
 *
 * <pre>{@code
 * WireScript script = new WireScript();
 * script.on("PUT").where(request -> request.asks("partNumber")).call(2).then(WireFault.lostAnswer());
 * script.on("GET").share(0.01, 7).then(WireFault.busy(503, 1));
 * }</pre>
 *
 * <p>Thread safe.
 */
public final class WireScript extends Script<WireRequest, WireFault> implements WirePlan {

  /** Starts a line for requests of this method. */
  public LineBuilder on(String method) {
    Objects.requireNonNull(method, "method");
    return onAny().where(request -> request.method().equals(method));
  }

  /** Starts a line for all requests. */
  public LineBuilder onAny() {
    return new LineBuilder(Calls.matching(request -> true));
  }

  /** A line in the making; immutable. */
  public final class LineBuilder extends Builder<WireRequest, LineBuilder> {

    private LineBuilder(Calls<WireRequest> calls) {
      super(calls);
    }

    @Override
    protected LineBuilder with(Calls<WireRequest> other) {
      return new LineBuilder(other);
    }

    /** Only requests for this path, as sent. */
    public LineBuilder path(String path) {
      return where(request -> request.path().equals(path));
    }

    /** Only requests whose query holds this parameter. */
    public LineBuilder asking(String parameter) {
      return where(request -> request.asks(parameter));
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

    /** Ends the line: the chosen requests go wrong in this way. */
    public WireScript then(WireFault fault) {
      add(calls(), fault);
      return WireScript.this;
    }
  }
}
