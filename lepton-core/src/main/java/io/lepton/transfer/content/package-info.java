/**
 * What is done to an object's bytes: digests, comparison, cutting into parts, and reading a pinned
 * version so that a store may ask for it twice.
 */
@NullMarked
package io.lepton.transfer.content;

import org.jspecify.annotations.NullMarked;
