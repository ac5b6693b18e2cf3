/**
 * Records to JSON and back, in one way everywhere: result documents, checkpoints, reports. Start at
 * {@link io.lepton.json.Json}.
 */
@NullMarked
package io.lepton.json;

import org.jspecify.annotations.NullMarked;
