/**
 * What every object store promises, as tests that a provider's own test class extends: {@link
 * io.lepton.testkit.storage.ObjectStoreContract}.
 */
@NullMarked
package io.lepton.testkit.storage;

import org.jspecify.annotations.NullMarked;
