/**
 * Measures catalogs, schedules and autoscaling against peers and simple rules. Each main class
 * takes the folder of the trial data as its first argument and prints a table.
 */
@NullMarked
package io.lepton.benchmarks.placing;

import org.jspecify.annotations.NullMarked;
