/**
 * Places the tasks of a graph on machines of several clouds: each task runs for a while on one
 * machine, data flows along the edges, and data that changes region costs egress and time. Least
 * cost, least makespan, or the Pareto front of both, with proven bounds. Start at {@link
 * io.lepton.schedule.ScheduleProblem} and {@link io.lepton.schedule.Scheduler}.
 *
 * <p>The schedule file, YAML or the same in JSON:
 *
 * <pre>{@code
 * offers: catalog.csv            # as in the allocation file: a CSV file, a list of them, or rows inline
 * egress: egress.csv             # a CSV file or a list of them; flows between regions need a tariff
 * goal: cost                     # cost | makespan | pareto
 * max_hours: 12                  # optional: the schedule must end by then
 * max_usd: 40                    # optional: it must not cost more
 * gib_per_hour: 900              # bandwidth between regions; without it transfers take no time
 * tasks:
 *   - name: clean
 *     hours: {m5.large: 2.5, "c2-*": 1.2}           # run time by machine type or glob
 *     inputs: [{from: {cloud: aws, region: us-east-1}, gib: 120}]
 *   - name: train
 *     work: 3000                                    # or: units of work ...
 *     throughput: {A100: 900, L4: 210, vcpu: 4}     # ... and units an hour of one accelerator or vCPU
 *     demand: {memory_gib: 32}                      # the rest is optional
 *     accelerator: {type: A100, count: 1}
 *     allow: {clouds: [aws, gcp], regions: [us-east-1], purchase: [on_demand]}
 *     outputs: [{to: {cloud: gcp, region: us-east1}, gib: 2}]
 * dependencies:
 *   - {from: clean, to: train, gib: 80}
 * time_limit_ms: 5000
 * }</pre>
 */
@NullMarked
package io.lepton.schedule;

import org.jspecify.annotations.NullMarked;
