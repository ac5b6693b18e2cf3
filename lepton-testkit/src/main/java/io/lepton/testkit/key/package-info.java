/**
 * What a provider of keys must promise: {@link io.lepton.testkit.key.KeyBackendContract} is the
 * suite that its tests extend, {@link io.lepton.testkit.key.MemoryKeys} a key service in memory.
 * For a service without an emulator, {@link io.lepton.testkit.key.KeyServer} is what a stand-in
 * extends, and {@link io.lepton.testkit.key.KeyServerContract} the suite before it.
 */
@NullMarked
package io.lepton.testkit.key;

import org.jspecify.annotations.NullMarked;
