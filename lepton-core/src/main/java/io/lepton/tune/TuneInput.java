package io.lepton.tune;

import java.nio.file.Path;

/**
 * What is to be tuned, all on the local disk.
 *
 * @param model folder of the source model, or its TorchScript file; never written to
 * @param data the target data: a CSV file, IDX files or a folder of images
 * @param spec how
 * @param output folder of the tuned model; created when missing
 * @param comparison whether to train the same network from zero too
 */
public record TuneInput(Path model, Path data, TuneSpec spec, Path output, Comparison comparison) {

  /** Whether tuning is compared with training from zero. */
  public enum Comparison {
    /** No. */
    NONE,
    /** Yes: the same network, data, epochs and optimizer, but random initial values. */
    FROM_SCRATCH
  }
}
