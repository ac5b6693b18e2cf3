/**
 * A transfer's manifest: every object in scope with its digests, one JSON line each, so that a
 * place can be proven later without its source.
 */
@NullMarked
package io.lepton.transfer.manifest;

import org.jspecify.annotations.NullMarked;
