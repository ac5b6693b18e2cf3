/**
 * The {@code lepton} command: one class a subcommand, each a thin shell over a call of the API.
 * {@link io.lepton.cli.Main} starts it, {@code Console} prints for people or machines, and {@code
 * ExitCode} is the contract that scripts depend on.
 */
@NullMarked
package io.lepton.cli;

import org.jspecify.annotations.NullMarked;
