package io.lepton.serving;

import io.lepton.serving.protocol.ProtocolException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dynamic batching: requests wait in a bounded queue, and one thread takes as many as fit one
 * forward pass. While the model computes, the next batch gathers; only a batch that is not full
 * waits, and never longer than the delay. A request's rows stay together unless it alone is larger
 * than a batch. Thread safe.
 */
final class Batcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Batcher.class);

  private final Predictor predictor;
  private final int maxRows;
  private final long delayNanos;
  private final int queueRows;
  private final IntConsumer onBatch;
  private final int rowLength;
  private final int classes;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Item> queue = new ArrayDeque<>();
  private int waitingRows;
  private boolean closed;
  private final Thread worker;

  @SuppressWarnings("ArrayRecordComponent") // Lives from the queue to the model.
  private record Item(float[] values, int rows, CompletableFuture<float[]> scores) {}

  /**
   * Starts the thread.
   *
   * @param onBatch hears the number of rows of each forward pass
   */
  Batcher(Predictor predictor, ServerOptions options, IntConsumer onBatch) {
    this.predictor = predictor;
    this.maxRows = options.maxBatchRows();
    this.delayNanos = options.maxBatchDelay().toNanos();
    this.queueRows = options.queueRows();
    this.onBatch = onBatch;
    this.rowLength = predictor.spec().input().rowLength();
    this.classes = predictor.spec().scores().rowLength();
    worker = new Thread(this::run, "lepton-batcher");
    worker.setDaemon(true);
    worker.start();
  }

  /**
   * Queues rows.
   *
   * @return their scores; fails with a {@link ProtocolException} 500 when the model does
   * @throws ProtocolException 503 when the queue is full or closed
   */
  CompletableFuture<float[]> submit(float[] values, int rows) {
    Item item = new Item(values, rows, new CompletableFuture<>());
    lock.lock();
    try {
      if (closed) {
        throw new ProtocolException(503, "the server is shutting down");
      }
      // An empty queue takes any request: one that is larger than the queue must not starve.
      if (waitingRows > 0 && waitingRows + rows > queueRows) {
        throw new ProtocolException(
            503,
            waitingRows + " rows are waiting and " + queueRows + " is the limit; try again later");
      }
      queue.add(item);
      waitingRows += rows;
      changed.signal();
    } finally {
      lock.unlock();
    }
    return item.scores;
  }

  /** Rows that wait for the model. */
  int waitingRows() {
    lock.lock();
    try {
      return waitingRows;
    } finally {
      lock.unlock();
    }
  }

  /** Answers what is queued, then ends the thread. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (List<Item> batch = gather(); !batch.isEmpty(); batch = gather()) {
        compute(batch);
      }
    } catch (InterruptedException e) {
      // Nobody but a debugger or the JVM's end interrupts this thread; what waits is told.
      lock.lock();
      try {
        closed = true;
        queue.forEach(
            item ->
                item.scores.completeExceptionally(
                    new ProtocolException(503, "the server is shutting down")));
      } finally {
        lock.unlock();
      }
    }
  }

  /** The next batch; empty at the end. */
  private List<Item> gather() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty()) {
        if (closed) {
          return List.of();
        }
        changed.await();
      }
      long deadline = System.nanoTime() + delayNanos;
      while (waitingRows < maxRows && !closed) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          break;
        }
        changed.await(left, TimeUnit.NANOSECONDS);
      }
      List<Item> batch = new ArrayList<>();
      int rows = 0;
      while (!queue.isEmpty() && (batch.isEmpty() || rows + queue.element().rows <= maxRows)) {
        Item item = queue.remove();
        batch.add(item);
        rows += item.rows;
        waitingRows -= item.rows;
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void compute(List<Item> batch) {
    int rows = batch.stream().mapToInt(Item::rows).sum();
    float[] scores;
    try {
      float[] values = batch.size() == 1 ? batch.get(0).values : concatenate(batch, rows);
      scores = new float[Math.multiplyExact(rows, classes)];
      for (int row = 0; row < rows; row += maxRows) {
        int count = Math.min(maxRows, rows - row);
        float[] part =
            count == rows
                ? values
                : Arrays.copyOfRange(values, row * rowLength, (row + count) * rowLength);
        onBatch.accept(count);
        float[] answer = predictor.predict(part, count);
        if (answer.length != count * classes) {
          throw new IllegalStateException(
              "the model answered "
                  + answer.length
                  + " numbers for "
                  + count
                  + " rows of "
                  + classes);
        }
        System.arraycopy(answer, 0, scores, row * classes, answer.length);
      }
    } catch (RuntimeException | Error e) {
      log.error("The model failed on a batch of {} rows", rows, e);
      ProtocolException failure =
          new ProtocolException(500, "model '" + predictor.spec().name() + "' failed: " + e);
      batch.forEach(item -> item.scores.completeExceptionally(failure));
      return;
    }
    int row = 0;
    for (Item item : batch) {
      item.scores.complete(
          batch.size() == 1
              ? scores
              : Arrays.copyOfRange(scores, row * classes, (row + item.rows) * classes));
      row += item.rows;
    }
  }

  private float[] concatenate(List<Item> batch, int rows) {
    float[] values = new float[Math.multiplyExact(rows, rowLength)];
    int offset = 0;
    for (Item item : batch) {
      System.arraycopy(item.values, 0, values, offset, item.values.length);
      offset += item.values.length;
    }
    return values;
  }
}
