/**
 * Walks listings of any length, page by page, and merges the two sides of a transfer in key order.
 * An error, a disorder or a page that leads nowhere is never taken for the end.
 */
@NullMarked
package io.lepton.transfer.listing;

import org.jspecify.annotations.NullMarked;
