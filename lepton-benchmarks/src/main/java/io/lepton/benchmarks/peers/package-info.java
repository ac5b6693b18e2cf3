/**
 * Other solvers on Lepton's problems, each at its best and behind one interface ({@link
 * io.lepton.benchmarks.peers.Contender}), with answers that pass the same checker. Start at {@link
 * io.lepton.benchmarks.peers.Comparison}, which runs them, and {@link
 * io.lepton.benchmarks.peers.Results}, which makes tables and plots of what they did.
 */
@NullMarked
package io.lepton.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
