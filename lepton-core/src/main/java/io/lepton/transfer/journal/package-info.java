/**
 * What a transfer has finished and what it left open, kept on disk so that the same command
 * continues after any end of the process.
 */
@NullMarked
package io.lepton.transfer.journal;

import org.jspecify.annotations.NullMarked;
