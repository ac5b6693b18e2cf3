/**
 * The null source and sink of the transfer benchmarks: object stores of three clouds that answer
 * from memory as quickly as one machine can, so that what is measured is the tool in front of them.
 * They check no signature, keep no large content, and are no emulators: tests use real ones.
 */
@NullMarked
package io.lepton.benchmarks.server;

import org.jspecify.annotations.NullMarked;
