/**
 * What happens while steps run, told to whoever listens: the embedding program, the progress bars
 * of the command line, the report. Start at {@link io.lepton.event.LeptonEvent}.
 */
@NullMarked
package io.lepton.event;

import org.jspecify.annotations.NullMarked;
