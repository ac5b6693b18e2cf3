package io.lepton.transfer;

import java.util.List;

/**
 * Whether two sides hold the same objects. As JSON it is the answer of {@code lepton verify}; the
 * lists hold every difference, so memory grows with their number (and with nothing else).
 *
 * @param equal objects proven equal
 * @param missing keys that the target lacks
 * @param extra keys that only the target holds
 * @param differ keys whose content differs
 * @param verified whether every object was compared, no difference was found, and the source holds
 *     nothing in scope that cannot be an object
 * @param failures objects that could not be compared, each with its reason
 * @param warnings entries that are no objects and were passed over
 */
public record VerifyResult(
    long equal,
    List<String> missing,
    List<String> extra,
    List<String> differ,
    boolean verified,
    List<TransferFailure> failures,
    List<String> warnings) {

  public VerifyResult {
    missing = List.copyOf(missing);
    extra = List.copyOf(extra);
    differ = List.copyOf(differ);
    failures = List.copyOf(failures);
    warnings = List.copyOf(warnings);
  }

  /**
   * Whether every object was compared and no difference was found; what is no object and was passed
   * over is not asked for, see {@link #verified}.
   */
  public boolean allEqual() {
    return missing.isEmpty() && extra.isEmpty() && differ.isEmpty() && failures.isEmpty();
  }
}
