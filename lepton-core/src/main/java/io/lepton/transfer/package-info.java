/**
 * Moves objects from one place to another so that nothing is lost: both listings are merged in key
 * order, what differs by content is copied with its metadata, every copy is proven by digest, and a
 * journal lets the same command continue after any interruption. Start at {@link
 * io.lepton.transfer.Transfer} and {@link io.lepton.transfer.TransferEngine}; at {@link
 * io.lepton.transfer.follow.CutOver} for a place that is in use.
 *
 * <p>What a store does not list is asked for once: the journal remembers which versions were proven
 * equal, so that a run with nothing to do sends nothing but listings, and where those may be cut to
 * list several ranges at once. Metadata that a listing does not tell is looked at where the source
 * was modified after its copy. A small object costs one read and one write.
 */
@NullMarked
package io.lepton.transfer;

import org.jspecify.annotations.NullMarked;
