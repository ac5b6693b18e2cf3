/**
 * Object stores: reading, writing, listing and deleting whole objects, and multipart uploads. Start
 * at {@link io.lepton.spi.storage.ObjectStore}.
 */
@NullMarked
package io.lepton.spi.storage;

import org.jspecify.annotations.NullMarked;
