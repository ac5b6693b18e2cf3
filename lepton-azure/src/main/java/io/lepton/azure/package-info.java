/** Microsoft Azure: Blob Storage. */
@NullMarked
package io.lepton.azure;

import org.jspecify.annotations.NullMarked;
