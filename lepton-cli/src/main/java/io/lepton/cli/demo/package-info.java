/**
 * The small world that {@code lepton demo} migrates: digits drawn here or read from a folder, a
 * network trained on them, and a client that keeps asking. Start at {@link
 * io.lepton.cli.demo.DemoWorld}.
 */
@NullMarked
package io.lepton.cli.demo;

import org.jspecify.annotations.NullMarked;
