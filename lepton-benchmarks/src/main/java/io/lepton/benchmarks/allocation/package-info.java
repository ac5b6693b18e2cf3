/**
 * Placement measured: published vector packing, mixes of workloads on real catalogs, placing again
 * after changes, and the linear programs, with peers where one stands. Every class has a main.
 */
@NullMarked
package io.lepton.benchmarks.allocation;

import org.jspecify.annotations.NullMarked;
