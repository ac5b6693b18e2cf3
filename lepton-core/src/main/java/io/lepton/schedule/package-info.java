/**
 * Places the tasks of a graph on machines of several clouds: each task runs for a while on one
 * machine, data flows along the edges, and data that changes region costs egress and time. Least
 * cost, least makespan, or the Pareto front of both, with proven bounds. Start at {@link
 * io.lepton.schedule.ScheduleProblem} and {@link io.lepton.schedule.Scheduler}.
 */
@NullMarked
package io.lepton.schedule;

import org.jspecify.annotations.NullMarked;
