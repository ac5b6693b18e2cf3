/**
 * How the launcher knows the classes for the archive that halves its start: {@link
 * io.lepton.cli.archive.Rehearsal} runs small transfers over every provider, whose classes the
 * virtual machine keeps.
 */
@NullMarked
package io.lepton.cli.archive;

import org.jspecify.annotations.NullMarked;
