/** Every pair of places, in both directions, judged by a tool of another make. */
@NullMarked
package io.lepton.it.pairs;

import org.jspecify.annotations.NullMarked;
