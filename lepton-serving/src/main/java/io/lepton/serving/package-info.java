/**
 * The inference server that a Lepton image runs: one model behind the Open Inference Protocol v2
 * over REST, with dynamic batching, Prometheus metrics and a graceful drain. Start at {@link
 * io.lepton.serving.InferenceServer}, or at {@link io.lepton.serving.ServeMain} from a shell.
 */
@NullMarked
package io.lepton.serving;

import org.jspecify.annotations.NullMarked;
