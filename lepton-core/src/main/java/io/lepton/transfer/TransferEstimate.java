package io.lepton.transfer;

import io.lepton.transfer.account.TransferAccount;

/**
 * What a run would do, judged from both listings and what earlier runs noted.
 *
 * @param objectsToCopy objects that will be copied for certain
 * @param bytesToCopy their content, with what is there already of large ones
 * @param objectsToCompare objects of equal size whose content must be read, or whose metadata must
 *     be asked for, to be judged
 * @param bytesToCompare content at the source of those that must be read
 * @param objectsToKeep objects known to be equal
 * @param objectsToDelete objects that a mirror would delete
 * @param objectsRefused objects that the target can never take, by key or size
 * @param requests calls that the run would send to both stores if every comparison finds no
 *     difference; retries not counted
 * @param sourceObjects objects of the source that pass the filter
 * @param sourceBytes their content
 * @param seconds how long it will take, by the answering times of the listings, the parallelism and
 *     the bandwidth limit, or without one a link of 1 Gbit/s
 * @param account the requests by class, egress and storage, with their list prices
 */
public record TransferEstimate(
    long objectsToCopy,
    long bytesToCopy,
    long objectsToCompare,
    long bytesToCompare,
    long objectsToKeep,
    long objectsToDelete,
    long objectsRefused,
    long requests,
    long sourceObjects,
    long sourceBytes,
    double seconds,
    TransferAccount account) {}
