package io.lepton.testkit.wire;

import java.util.Optional;

/** Decides which requests go wrong, and how. Asked once for each request; must be thread safe. */
@FunctionalInterface
public interface WirePlan {

  /** The fault of this request; empty passes it on. */
  Optional<WireFault> decide(WireRequest request);

  /** Nothing goes wrong. */
  static WirePlan none() {
    return request -> Optional.empty();
  }
}
