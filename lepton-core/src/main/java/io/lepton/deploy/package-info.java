/**
 * Puts a new revision of a service beside the old one, compares the two on real requests, shifts
 * traffic in steps while the gates hold, and decides: keep it, or put everything back. Works on any
 * {@link io.lepton.spi.container.ContainerBackend} and on the gateway that stands before the
 * service. The steps in order: {@link io.lepton.deploy.DeployStep}, {@link
 * io.lepton.deploy.ShadowStep}, {@link io.lepton.deploy.ShiftStep}, {@link
 * io.lepton.deploy.VerdictStep}; the way back is {@link io.lepton.deploy.RollbackTraffic}.
 */
@NullMarked
package io.lepton.deploy;

import org.jspecify.annotations.NullMarked;
