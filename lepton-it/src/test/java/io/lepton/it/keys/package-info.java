/** Whole transfers encrypted by keys of a key service. */
@NullMarked
package io.lepton.it.keys;

import org.jspecify.annotations.NullMarked;
