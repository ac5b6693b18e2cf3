/**
 * Microsoft Azure as a provider: object storage in Blob Storage containers, {@code
 * az://container/prefix}.
 */
@NullMarked
package io.lepton.azure;

import org.jspecify.annotations.NullMarked;
