package io.lepton.deploy;

import java.util.List;
import java.util.Optional;

/**
 * What a shift has behind it; a shift that is resumed goes on from here.
 *
 * @param stepsDone steps held without a breach
 * @param reachedPercent of the traffic that the new revision had at most
 * @param breach the gate that stopped it
 * @param timeline of those steps
 * @param replayed samples sent
 * @param failedToClient requests that a client saw fail
 * @param measures the worst of each figure
 */
record ShiftProgress(
    int stepsDone,
    int reachedPercent,
    Optional<GateOutcome> breach,
    List<TimelineSample> timeline,
    long replayed,
    long failedToClient,
    Measures measures) {

  ShiftProgress {
    timeline = List.copyOf(timeline);
  }

  static ShiftProgress none() {
    return new ShiftProgress(0, 0, Optional.empty(), List.of(), 0, 0, Measures.none());
  }

  double seconds() {
    return timeline.isEmpty() ? 0 : timeline.get(timeline.size() - 1).atSeconds();
  }

  ShiftResult result() {
    return new ShiftResult(reachedPercent, breach, timeline, replayed, failedToClient, measures);
  }
}
