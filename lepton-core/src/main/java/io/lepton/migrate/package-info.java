/**
 * One migration from plan to verdict: the only room that sees every step. {@link
 * io.lepton.migrate.Migration} is what to do, {@link io.lepton.migrate.MigrationPlan} what would
 * happen, {@link io.lepton.migrate.MigrationReport} what did. {@code Composer} decides which steps
 * run; each {@code ...Stage} fits one step of another room into it.
 */
@NullMarked
package io.lepton.migrate;

import org.jspecify.annotations.NullMarked;
