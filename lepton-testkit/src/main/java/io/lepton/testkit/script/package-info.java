/**
 * Plans of what goes wrong, written line by line: what {@link io.lepton.testkit.fault.FaultScript}
 * and {@link io.lepton.testkit.wire.WireScript} have in common.
 */
@NullMarked
package io.lepton.testkit.script;

import org.jspecify.annotations.NullMarked;
