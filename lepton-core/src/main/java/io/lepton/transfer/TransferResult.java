package io.lepton.transfer;

import io.lepton.transfer.account.TransferAccount;
import java.util.List;

/**
 * What one run did. As JSON it is the answer of {@code lepton sync}.
 *
 * @param copied objects written at the target (that would be written, in a dry run)
 * @param skipped objects that needed no copy
 * @param deleted objects deleted at the target (that would be deleted, in a dry run)
 * @param failed how many failures there are
 * @param bytes content of the copied objects
 * @param seconds wall time
 * @param verified whether every object in scope is proven equal at both places by content; false
 *     for a dry run, when anything failed, and when the source holds what cannot be an object
 * @param failures every failure, each with its key
 * @param warnings what a person should know: metadata that the target cannot keep, entries that are
 *     no objects
 * @param requests calls sent to both stores
 * @param bytesRead content read from both stores, comparisons and retries included
 * @param account requests by class, egress and storage as measured, with their list prices
 */
public record TransferResult(
    long copied,
    long skipped,
    long deleted,
    long failed,
    long bytes,
    double seconds,
    boolean verified,
    List<TransferFailure> failures,
    List<String> warnings,
    long requests,
    long bytesRead,
    TransferAccount account) {

  public TransferResult {
    failures = List.copyOf(failures);
    warnings = List.copyOf(warnings);
  }
}
