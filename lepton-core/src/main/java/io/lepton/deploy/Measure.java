package io.lepton.deploy;

/** A figure that a gate can put a limit on. */
public enum Measure {
  /** Share of the target's test rows that the migrated model gets right, 0 to 1. */
  ACCURACY("min_accuracy", "accuracy", Sense.AT_LEAST),
  /** Mean of the classes' F1 scores on the target's test rows, 0 to 1. */
  MACRO_F1("min_macro_f1", "macro F1", Sense.AT_LEAST),
  /** Share of mirrored requests on which old and new service gave the same answer, 0 to 1. */
  AGREEMENT("min_agreement", "agreement", Sense.AT_LEAST),
  /** 99th percentile of the new service's answering time, in milliseconds. */
  P99_MILLIS("max_p99_ms", "latency p99", Sense.AT_MOST),
  /** Share of the new service's requests that failed, 0 to 1. */
  ERROR_RATE("max_error_rate", "error rate", Sense.AT_MOST);

  private final String key;
  private final String title;
  private final Sense sense;

  Measure(String key, String title, Sense sense) {
    this.key = key;
    this.title = title;
    this.sense = sense;
  }

  /** The gate's key in a migration file. */
  public String key() {
    return key;
  }

  /** The figure's name, for people. */
  public String title() {
    return title;
  }

  /** Which side of the limit is good. */
  public Sense sense() {
    return sense;
  }

  /** Whether {@code value} is within {@code limit}; a value at the limit is. */
  public boolean holds(double value, double limit) {
    return switch (sense) {
      case AT_LEAST -> value >= limit;
      case AT_MOST -> value <= limit;
    };
  }

  /** The worse of two values. */
  double worse(double a, double b) {
    return switch (sense) {
      case AT_LEAST -> Math.min(a, b);
      case AT_MOST -> Math.max(a, b);
    };
  }

  /** Which side of a limit is good. */
  public enum Sense {
    AT_LEAST,
    AT_MOST
  }
}
