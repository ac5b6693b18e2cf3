/**
 * Wraps any provider and breaks its object stores by plan: errors before or after the effect, lost
 * answers, short reads, flipped bits, pauses, expired uploads. Start at {@link
 * io.lepton.testkit.fault.FaultyProvider} and {@link io.lepton.testkit.fault.FaultScript}.
 */
@NullMarked
package io.lepton.testkit.fault;

import org.jspecify.annotations.NullMarked;
