/**
 * Contract suites that the container, compute and price backends of a provider extend, the program
 * that their test image runs, and backends in memory. Start at {@link
 * io.lepton.testkit.runtime.ContainerBackendContract}.
 */
@NullMarked
package io.lepton.testkit.runtime;

import org.jspecify.annotations.NullMarked;
