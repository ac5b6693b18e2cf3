/**
 * Random faults and random {@code kill -9} together, by seeds that repeat: {@link
 * io.lepton.it.chaos.ChaosTest}.
 */
@NullMarked
package io.lepton.it.chaos;

import org.jspecify.annotations.NullMarked;
