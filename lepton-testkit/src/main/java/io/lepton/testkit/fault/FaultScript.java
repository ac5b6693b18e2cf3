package io.lepton.testkit.fault;

import io.lepton.testkit.script.Script;
import java.util.Objects;

/**
 * A plan for stores written line by line, also while it is in use:
 *
 * <pre>{@code
 * FaultScript script = new FaultScript();
 * script.on(PUT).key("a/b").first(2).then(Fault.transientError(RESOURCE_EXHAUSTED));
 * script.on(LIST).call(2).then(Fault.permanentError(TIMED_OUT));
 * }</pre>
 *
 * <p>Thread safe.
 */
public final class FaultScript extends Script<StoreCall, Fault> implements FaultPlan {

  /** Starts a line for every key and every call of {@code operation}. */
  public LineBuilder on(StoreOperation operation) {
    Objects.requireNonNull(operation, "operation");
    return new LineBuilder(Calls.matching(call -> call.operation() == operation));
  }

  /** A line in the making; immutable. */
  public final class LineBuilder extends Builder<StoreCall, LineBuilder> {

    private LineBuilder(Calls<StoreCall> calls) {
      super(calls);
    }

    @Override
    protected LineBuilder with(Calls<StoreCall> other) {
      return new LineBuilder(other);
    }

    /** Only calls for this key. */
    public LineBuilder key(String key) {
      return where(call -> call.key().equals(key));
    }

    /** Ends the line: the chosen calls go wrong in this way. */
    public FaultScript then(Fault fault) {
      add(calls(), fault);
      return FaultScript.this;
    }
  }
}
