package io.lepton.deploy;

import java.util.List;
import java.util.Objects;

/**
 * What a rollback of traffic, or a removal, did.
 *
 * @param serving who has the traffic now, for people
 * @param removed what is gone from the platform
 * @param kept what still stands there, and why
 */
public record RollbackResult(String serving, List<String> removed, List<String> kept) {

  public RollbackResult {
    Objects.requireNonNull(serving, "serving");
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
  }
}
