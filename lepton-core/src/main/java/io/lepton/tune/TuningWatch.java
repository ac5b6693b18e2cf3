package io.lepton.tune;

/** Told by a training how far it is; an exception it throws stops the training. */
interface TuningWatch {

  /**
   * A batch is done: {@code done} of {@code total} in all epochs; total is negative when unknown.
   */
  void batch(int epoch, long done, long total, double loss);

  /** An epoch is done. */
  void epoch(EpochFigures figures);

  /** Listens to nothing. */
  static TuningWatch none() {
    return new TuningWatch() {
      @Override
      public void batch(int epoch, long done, long total, double loss) {}

      @Override
      public void epoch(EpochFigures figures) {}
    };
  }
}
