package io.lepton.deploy;

import java.util.Objects;

/**
 * What comparing both services on the same requests showed.
 *
 * @param note what was done and what was left out, for people
 * @param mirror the gateway's counts
 * @param oldSide what clients got from the old service meanwhile
 * @param replayed requests that were samples of the test split, sent because clients sent too few
 * @param seconds how long it took
 * @param measures agreement, error rate and p99, those that were measured
 */
public record ShadowResult(
    String note,
    MirrorStats mirror,
    SideStats oldSide,
    long replayed,
    double seconds,
    Measures measures) {

  public ShadowResult {
    Objects.requireNonNull(note, "note");
    Objects.requireNonNull(mirror, "mirror");
    Objects.requireNonNull(oldSide, "oldSide");
    Objects.requireNonNull(measures, "measures");
  }

  static ShadowResult leftOut(String why) {
    return new ShadowResult(
        why, MirrorStats.none(), new SideStats(0, 0, 0, 0), 0, 0, Measures.none());
  }
}
