/**
 * The Open Inference Protocol v2 over REST as values: tensors in JSON or in the binary tensor data
 * extension, the model's description, and errors that name what was expected. Knows no HTTP server
 * and no model.
 */
@NullMarked
package io.lepton.serving.protocol;

import org.jspecify.annotations.NullMarked;
