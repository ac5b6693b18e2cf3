/**
 * Machines: what sizes a cloud has, starting and stopping them. Start at {@link
 * io.lepton.spi.compute.ComputeBackend}.
 */
@NullMarked
package io.lepton.spi.compute;

import org.jspecify.annotations.NullMarked;
