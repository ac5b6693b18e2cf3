package io.lepton.it.chaos;

import java.util.List;
import java.util.Random;

/**
 * What one seed tries.
 *
 * @param seed of everything that is random in it
 * @param from scheme of the source
 * @param to scheme of the target; one of the two is a cloud
 * @param kind what is run
 * @param mirror whether the target loses what the source lacks
 * @param encrypted whether the target holds what is encrypted
 * @param changing whether the source changes between two runs
 */
record Scenario(
    int seed,
    String from,
    String to,
    Kind kind,
    boolean mirror,
    boolean encrypted,
    boolean changing) {

  enum Kind {
    FULL,
    INCREMENTAL,
    /** Without keys that end in {@code .tmp}. */
    PARTIAL,
    FOLLOW
  }

  /** All pairs but folder to folder, which has a test of its own; slow servers come less often. */
  private static final List<List<String>> PAIRS =
      List.of(
          List.of("s3", "file"),
          List.of("file", "s3"),
          List.of("gs", "az"),
          List.of("s3", "s3"),
          List.of("file", "gs"),
          List.of("az", "s3"),
          List.of("s3", "file"),
          List.of("gs", "s3"),
          List.of("file", "s3"),
          List.of("s3", "az"),
          List.of("s3", "s3"),
          List.of("gs", "file"),
          List.of("file", "az"),
          List.of("s3", "gs"),
          List.of("file", "s3"),
          List.of("az", "gs"),
          List.of("s3", "file"),
          List.of("gs", "gs"),
          List.of("s3", "s3"),
          List.of("az", "file"),
          List.of("file", "s3"),
          List.of("az", "az"));

  static Scenario of(int seed) {
    Random random = new Random(seed * 0x9e3779b97f4a7c15L);
    List<String> pair = PAIRS.get((seed - 1) % PAIRS.size());
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    return new Scenario(
        seed,
        pair.get(0),
        pair.get(1),
        kind,
        random.nextBoolean(),
        random.nextInt(3) == 0,
        kind != Kind.FOLLOW && random.nextBoolean());
  }

  boolean inScope(String key) {
    return kind != Kind.PARTIAL || !key.endsWith(".tmp");
  }

  @Override
  public String toString() {
    return "seed "
        + seed
        + ": "
        + from
        + " to "
        + to
        + ", "
        + kind
        + (mirror ? ", mirror" : "")
        + (encrypted ? ", encrypted" : "")
        + (changing ? ", changing source" : "");
  }
}
