/**
 * The front door: {@link io.lepton.Lepton} does with one call what each command of the command line
 * does. Everything else lives in the rooms below: {@code migrate} composes, {@code transfer},
 * {@code prepare}, {@code tune}, {@code image}, {@code deploy} and {@code watch} are the steps in
 * the order of a migration, {@code allocation} and {@code schedule} say where things should run,
 * {@code config}, {@code event} and {@code json} are what all of them stand on.
 */
@NullMarked
package io.lepton;

import org.jspecify.annotations.NullMarked;
