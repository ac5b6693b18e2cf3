package io.lepton.serving;

import io.lepton.serving.protocol.ModelSpec;

/**
 * A loaded model. One thread at a time calls {@link #predict}; {@link #close} is called once, after
 * the last call has returned.
 */
public interface Predictor extends AutoCloseable {

  /** What clients see of the model; the same at every call. */
  ModelSpec spec();

  /**
   * One forward pass.
   *
   * @param values {@code rows} rows of raw values, shape {@code [rows, row length of the input]}
   * @return the scores, shape {@code [rows, classes]}
   * @throws RuntimeException when the model cannot compute it; every request of the batch then gets
   *     the status 500
   */
  float[] predict(float[] values, int rows);

  /** Frees the model. */
  @Override
  void close();
}
