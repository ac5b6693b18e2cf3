/**
 * Moves objects from one place to another so that nothing is lost: both listings are merged in key
 * order, what differs by content is copied with its metadata, every copy is proven by digest, and a
 * journal lets the same command continue after any interruption. Start at {@link
 * io.lepton.transfer.Transfer} and {@link io.lepton.transfer.TransferEngine}.
 */
@NullMarked
package io.lepton.transfer;

import org.jspecify.annotations.NullMarked;
