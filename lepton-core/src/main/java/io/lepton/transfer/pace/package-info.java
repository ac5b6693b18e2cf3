/**
 * How fast and how patiently requests are sent: retries with back-off, concurrency that gives way
 * to throttling, one bandwidth limit, and the worker threads of a run.
 */
@NullMarked
package io.lepton.transfer.pace;

import org.jspecify.annotations.NullMarked;
