/**
 * Servers of other makes that tests install and start for themselves: storage emulators,
 * registries. {@link io.lepton.testkit.server.Toolchain} installs a program once a machine, {@link
 * io.lepton.testkit.server.ServerProcess} runs it for as long as a test needs it.
 */
@NullMarked
package io.lepton.testkit.server;

import org.jspecify.annotations.NullMarked;
