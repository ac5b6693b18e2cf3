/**
 * Faults on the wire: a proxy that stands in front of any server that speaks plain HTTP/1.1 and
 * makes chosen requests go wrong, below the clients of the clouds, where a fault of the network or
 * of the service would. {@link io.lepton.testkit.wire.FaultProxy} passes requests on and counts
 * them, a {@link io.lepton.testkit.wire.WirePlan} decides which go wrong, a {@link
 * io.lepton.testkit.wire.WireFault} says how.
 */
@NullMarked
package io.lepton.testkit.wire;

import org.jspecify.annotations.NullMarked;
