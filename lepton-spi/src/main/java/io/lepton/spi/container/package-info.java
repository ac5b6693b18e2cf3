/**
 * Services made of container replicas, one revision beside another. Start at {@link
 * io.lepton.spi.container.ContainerBackend}.
 */
@NullMarked
package io.lepton.spi.container;

import org.jspecify.annotations.NullMarked;
