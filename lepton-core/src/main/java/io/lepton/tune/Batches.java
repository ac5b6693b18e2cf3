package io.lepton.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import io.lepton.prepare.Examples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Labelled batches of one split. */
interface Batches {

  /** The batches of an epoch; whoever takes one closes it. */
  Iterator<Batch> epoch(NDManager manager, int epoch);

  /** How many batches an epoch has; negative when unknown. */
  long count();

  /** The batches of a DJL data set, in the order of its own sampler. */
  static Batches of(Dataset dataset) {
    return new Batches() {
      @Override
      public Iterator<Batch> epoch(NDManager manager, int epoch) {
        try {
          dataset.prepare();
          return dataset.getData(manager).iterator();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (TranslateException e) {
          throw new IllegalArgumentException("the data set's translator failed", e);
        }
      }

      @Override
      public long count() {
        return -1;
      }
    };
  }

  /** Packed examples in their order. */
  static Batches ordered(Examples examples, List<Long> shape, int size) {
    int[] order = IntStream.range(0, examples.size()).toArray();
    return packed(examples, shape, size, epoch -> order);
  }

  /** Packed examples in an order that depends on seed and epoch alone. */
  static Batches shuffled(Examples examples, List<Long> shape, int size, long seed) {
    return packed(
        examples,
        shape,
        size,
        epoch -> {
          int[] order = IntStream.range(0, examples.size()).toArray();
          Random random = new Random(31 * seed + epoch);
          for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
          }
          return order;
        });
  }

  private static Batches packed(
      Examples examples, List<Long> shape, int size, java.util.function.IntFunction<int[]> orders) {
    long count = (examples.size() + size - 1L) / size;
    return new Batches() {
      @Override
      public Iterator<Batch> epoch(NDManager manager, int epoch) {
        int[] order = orders.apply(epoch);
        return IntStream.range(0, (int) count)
            .mapToObj(
                index -> {
                  int from = index * size;
                  int to = Math.min(from + size, order.length);
                  return batch(
                      manager.newSubManager(), examples, shape, order, from, to, index, count);
                })
            .iterator();
      }

      @Override
      public long count() {
        return count;
      }
    };
  }

  private static Batch batch(
      NDManager manager,
      Examples examples,
      List<Long> shape,
      int[] order,
      int from,
      int to,
      long progress,
      long total) {
    float[] features = new float[(to - from) * examples.width()];
    int[] labels = new int[to - from];
    for (int i = from; i < to; i++) {
      examples.copyRow(order[i], features, (i - from) * examples.width());
      labels[i - from] = examples.label(order[i]);
    }
    NDArray data = manager.create(features, new Shape(to - from).addAll(new Shape(shape)));
    return new Batch(
        manager,
        new NDList(data),
        new NDList(manager.create(labels)),
        to - from,
        Batchifier.STACK,
        Batchifier.STACK,
        progress,
        total);
  }
}
