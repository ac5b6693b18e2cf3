/**
 * The packing engine: cost-minimal multiple-choice vector bin packing by column generation over
 * patterns, with a lower bound that is checked in whole numbers. It knows sizes, capacities, prices
 * and limits as whole numbers only; {@code io.lepton.allocation} translates. Start at {@link
 * io.lepton.allocation.pattern.PackingEngine}.
 */
@NullMarked
package io.lepton.allocation.pattern;

import org.jspecify.annotations.NullMarked;
