/**
 * The transfer engine beside its peers, in one run and on one machine. Start at {@link
 * io.lepton.benchmarks.transfer.SyncComparison}.
 */
@NullMarked
package io.lepton.benchmarks.transfer;

import org.jspecify.annotations.NullMarked;
