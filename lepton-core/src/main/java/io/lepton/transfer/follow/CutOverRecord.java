package io.lepton.transfer.follow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A cut-over as it is kept on disk and shown to people and scripts.
 *
 * @param source the place that is left
 * @param target the place that takes over
 * @param state where it stands
 * @param since when it came there
 * @param passes what was copied, oldest first; of very many the latest
 * @param sourceDigest of keys, sizes and versions of the source when it was fenced
 * @param leaks how often the source changed although it was fenced
 * @param handedOver whether writers may have been sent to the target
 * @param problem what stopped the last run; empty when nothing did
 * @param warnings what a person should know
 */
public record CutOverRecord(
    String source,
    String target,
    CutOverState state,
    Instant since,
    List<Pass> passes,
    Optional<String> sourceDigest,
    int leaks,
    boolean handedOver,
    Optional<String> problem,
    List<String> warnings) {
  private static final int MOST_PASSES = 100;

  public CutOverRecord {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
    passes = List.copyOf(passes.subList(Math.max(0, passes.size() - MOST_PASSES), passes.size()));
    Objects.requireNonNull(sourceDigest, "sourceDigest");
    Objects.requireNonNull(problem, "problem");
    warnings = List.copyOf(warnings);
  }

  /**
   * One pass over the source.
   *
   * @param number from 1
   * @param copied objects
   * @param bytes their content
   * @param seconds how long it took
   */
  public record Pass(int number, long copied, long bytes, double seconds) {}

  static CutOverRecord begin(String source, String target) {
    return new CutOverRecord(
        source,
        target,
        CutOverState.COPYING,
        Instant.now(),
        List.of(),
        Optional.empty(),
        0,
        false,
        Optional.empty(),
        List.of());
  }

  CutOverRecord at(CutOverState next) {
    return new CutOverRecord(
        source,
        target,
        next,
        Instant.now(),
        passes,
        sourceDigest,
        leaks,
        handedOver || next == CutOverState.HANDING_OVER,
        Optional.empty(),
        warnings);
  }

  CutOverRecord passed(long copied, long bytes, double seconds) {
    List<Pass> all = new ArrayList<>(passes);
    int number = all.isEmpty() ? 1 : all.get(all.size() - 1).number() + 1;
    all.add(new Pass(number, copied, bytes, seconds));
    return new CutOverRecord(
        source, target, state, since, all, sourceDigest, leaks, handedOver, problem, warnings);
  }

  CutOverRecord fenced(String digest, int newLeaks) {
    return new CutOverRecord(
        source,
        target,
        state,
        since,
        passes,
        Optional.of(digest),
        newLeaks,
        handedOver,
        problem,
        warnings);
  }

  CutOverRecord told(Optional<String> newProblem, List<String> newWarnings) {
    return new CutOverRecord(
        source,
        target,
        state,
        since,
        passes,
        sourceDigest,
        leaks,
        handedOver,
        newProblem,
        newWarnings);
  }

  /** Whether the target has taken over. */
  public boolean done() {
    return state == CutOverState.DONE;
  }
}
