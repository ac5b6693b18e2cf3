/**
 * Keeps a placement at the size its load needs: forecasts the load, asks the allocation for the
 * cheapest machines, and holds still when moving is not worth it. A simulator replays a trace
 * against prices and says what it would have cost. Start at {@link io.lepton.autoscale.Autoscaler}
 * and {@link io.lepton.autoscale.Simulator}.
 */
@NullMarked
package io.lepton.autoscale;

import org.jspecify.annotations.NullMarked;
