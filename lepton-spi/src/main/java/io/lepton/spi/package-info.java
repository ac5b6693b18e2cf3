/**
 * What a cloud provider implements. Start at {@link io.lepton.spi.CloudProvider}: a stateless
 * factory, registered in {@code META-INF/services}, that opens the backends of one cloud. The
 * backends live in the rooms {@code storage}, {@code compute}, {@code container} and {@code price};
 * this room holds what they share: places, capabilities, limits and the one error type.
 */
@NullMarked
package io.lepton.spi;

import org.jspecify.annotations.NullMarked;
