package io.lepton.migrate;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A finished step.
 *
 * @param step its id
 * @param fingerprint digest of everything its result was made from
 * @param finishedAt when
 * @param elapsed how long it took
 * @param result its result record as JSON text
 */
record Checkpoint(
    String step, String fingerprint, Instant finishedAt, Duration elapsed, String result) {

  Checkpoint {
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(finishedAt, "finishedAt");
    Objects.requireNonNull(elapsed, "elapsed");
    Objects.requireNonNull(result, "result");
  }
}
