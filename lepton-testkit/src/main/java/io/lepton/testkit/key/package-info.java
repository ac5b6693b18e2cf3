/**
 * What a provider of keys must promise: {@link io.lepton.testkit.key.KeyBackendContract} is the
 * suite that its tests extend, {@link io.lepton.testkit.key.MemoryKeys} a key service in memory.
 */
@NullMarked
package io.lepton.testkit.key;

import org.jspecify.annotations.NullMarked;
