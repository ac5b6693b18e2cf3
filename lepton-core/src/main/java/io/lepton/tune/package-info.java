/**
 * Fine-tunes a model for its target data while it stays consistent with the model it came from.
 * With DJL's own types start at {@link io.lepton.tune.FineTuner}; from model folder to model
 * folder, with metrics and model card, at {@link io.lepton.tune.TuneStep}.
 */
@NullMarked
package io.lepton.tune;

import org.jspecify.annotations.NullMarked;
