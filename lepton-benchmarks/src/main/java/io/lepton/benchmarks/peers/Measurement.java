package io.lepton.benchmarks.peers;

import java.util.Locale;

/**
 * A row of the results.
 *
 * @param family which comparison
 * @param problem its name
 * @param contender who answered
 * @param helped whether our pruning and joining was given to it
 * @param deadlineMillis what it was allowed
 * @param threads how many it was allowed
 * @param millis what it took, building its model included
 * @param objective what came out; NaN without an answer
 * @param bound what it proved
 * @param heapMib most heap above what lay there before
 * @param residentMib most memory of the process above what it held before
 * @param note a fault, or why there is no answer
 */
record Measurement(
    String family,
    String problem,
    String contender,
    boolean helped,
    long deadlineMillis,
    int threads,
    double millis,
    double objective,
    double bound,
    double heapMib,
    double residentMib,
    String note) {

  static final String HEADER =
      "family,problem,contender,helped,deadline_ms,threads,wall_ms,objective,bound,heap_mib,"
          + "resident_mib,note";

  boolean answered() {
    return !Double.isNaN(objective);
  }

  boolean fault() {
    return note.startsWith("FAULT");
  }

  /** As the tables show it. */
  String label() {
    return contender + (helped ? " +" : "");
  }

  /** What must not be measured twice. */
  String key() {
    return String.join(
        ",", family, problem, contender, helped + "", deadlineMillis + "", threads + "");
  }

  String csv() {
    return String.format(
        Locale.ROOT,
        "%s,%.2f,%s,%s,%.1f,%.1f,%s",
        key(),
        millis,
        objective,
        bound,
        heapMib,
        residentMib,
        note.replace(',', ';').replace('\n', ' '));
  }

  static Measurement parse(String row) {
    String[] f = row.split(",", 12);
    return new Measurement(
        f[0],
        f[1],
        f[2],
        Boolean.parseBoolean(f[3]),
        Long.parseLong(f[4]),
        Integer.parseInt(f[5]),
        Double.parseDouble(f[6]),
        Double.parseDouble(f[7]),
        Double.parseDouble(f[8]),
        Double.parseDouble(f[9]),
        Double.parseDouble(f[10]),
        f[11]);
  }
}
