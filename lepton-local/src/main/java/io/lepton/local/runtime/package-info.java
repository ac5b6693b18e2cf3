/**
 * This machine as a cloud: services as processes that outlive the command that started them, or as
 * podman or docker containers; one machine type; a price of nothing. It uses the JDK only, so that
 * the embedded default adds nothing to a class path. Start at {@link
 * io.lepton.local.runtime.LocalContainerBackend} and {@link
 * io.lepton.local.runtime.ProcessComputeBackend}.
 */
@NullMarked
package io.lepton.local.runtime;

import org.jspecify.annotations.NullMarked;
