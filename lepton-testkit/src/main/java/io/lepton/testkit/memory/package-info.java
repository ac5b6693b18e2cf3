/**
 * A provider whose objects live in memory, with every storage capability and exact semantics: the
 * quickest honest double of a cloud for tests. Start at {@link
 * io.lepton.testkit.memory.MemoryProvider}.
 */
@NullMarked
package io.lepton.testkit.memory;

import org.jspecify.annotations.NullMarked;
