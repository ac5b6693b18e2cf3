/**
 * Says where workloads run at least cost: cost-minimal packing of replicas on machines of several
 * clouds under quotas, availability, spread and data transfer, with a proven lower bound in every
 * answer. Start at {@link io.lepton.allocation.AllocationProblem} and {@link
 * io.lepton.allocation.AllocationSolver}.
 */
@NullMarked
package io.lepton.allocation;

import org.jspecify.annotations.NullMarked;
