/**
 * Splits load over placed replicas: by cost and latency within capacities and limits, max-min fair
 * between workloads where capacity is short, and rounded to whole weights for the gateway. Start at
 * {@link io.lepton.balance.LoadBalancer}.
 */
@NullMarked
package io.lepton.balance;

import org.jspecify.annotations.NullMarked;
