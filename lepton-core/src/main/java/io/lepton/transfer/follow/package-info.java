/**
 * Moves a place that is in use: passes that copy what has changed until one is small, then the
 * fence, the last pass, the proof and the hand-over. Where a cut-over stands is on disk before
 * anything is done, so that it can be read, resumed after any end of the process, and rolled back.
 * Start at {@link io.lepton.transfer.follow.CutOver}.
 */
@NullMarked
package io.lepton.transfer.follow;

import org.jspecify.annotations.NullMarked;
