/**
 * Reads the input files that people write (YAML, or the same in JSON) so that every error names
 * file, line and field and says what was expected. Start at {@link io.lepton.config.ConfigFile}.
 */
@NullMarked
package io.lepton.config;

import org.jspecify.annotations.NullMarked;
