package io.lepton.serving;

import io.lepton.serving.protocol.DataType;
import io.lepton.serving.protocol.ModelSpec;
import io.lepton.serving.protocol.TensorSpec;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rows of four numbers, three classes: the scores are the first three numbers of the row, the first
 * plus {@code offset}. Can be held, so that tests decide when a pass ends.
 */
public final class FakePredictor implements Predictor {
  private static final ModelSpec SPEC =
      new ModelSpec(
          "fake",
          "1",
          "fake",
          new TensorSpec("x", DataType.FP32, List.of(-1L, 2L, 2L)),
          new TensorSpec("scores", DataType.FP32, List.of(-1L, 3L)),
          List.of("red", "green", "blue"));

  private final float offset;
  private final List<Integer> batches = new CopyOnWriteArrayList<>();
  private final AtomicInteger closed = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile boolean failing;

  public FakePredictor(float offset) {
    this.offset = offset;
  }

  public FakePredictor() {
    this(0);
  }

  /** Passes wait until the returned latch opens. */
  public CountDownLatch hold() {
    gate = new CountDownLatch(1);
    return gate;
  }

  public void fail() {
    failing = true;
  }

  public List<Integer> batches() {
    return batches;
  }

  public int closed() {
    return closed.get();
  }

  @Override
  public ModelSpec spec() {
    return SPEC;
  }

  @Override
  public float[] predict(float[] values, int rows) {
    batches.add(rows);
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failing) {
      throw new IllegalStateException("the weights are on fire");
    }
    float[] scores = new float[rows * 3];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * 4, scores, row * 3, 3);
      scores[row * 3] += offset;
    }
    return scores;
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
