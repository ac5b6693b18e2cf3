package io.lepton.prepare;

import java.util.Arrays;

/** A float array that grows. */
final class FloatBuilder {
  private float[] values = new float[1024];
  private int size;

  void add(float value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.addExact(size, Math.max(size / 2, 1)));
    }
    values[size++] = value;
  }

  float[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
