/**
 * Each cloud's store and the engine above it, with faults on the wire between them and the server.
 */
@NullMarked
package io.lepton.it.wire;

import org.jspecify.annotations.NullMarked;
