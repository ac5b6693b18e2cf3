/**
 * Keys that never leave their service and wrap the keys that encrypt data (envelope encryption):
 * {@link io.lepton.spi.key.KeyBackend} finds one by its URI.
 */
@NullMarked
package io.lepton.spi.key;

import org.jspecify.annotations.NullMarked;
