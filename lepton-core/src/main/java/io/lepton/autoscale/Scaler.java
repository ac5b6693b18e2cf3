package io.lepton.autoscale;

import java.time.Instant;

/** Decides on machines step by step. Not thread safe: it remembers what it saw. */
public interface Scaler {

  /**
   * Takes the load of the step that ends now and says what should run from now on.
   *
   * @param now the end of the step; never earlier than before
   * @param requestsPerSecond mean load of the step
   */
  ScalingDecision decide(Instant now, double requestsPerSecond);
}
