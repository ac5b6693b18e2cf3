package io.lepton.cli.demo;

import io.lepton.prepare.Examples;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Labelled images of 28 by 28 grey pixels.
 *
 * @param pixels image after image, row after row, 0 to 255
 * @param labels the digit of each
 */
@SuppressWarnings("ArrayRecordComponent") // large, passed on, never compared
record Digits(byte[] pixels, byte[] labels) {
  static final String IMAGES = "images-idx3-ubyte.gz";
  static final String LABELS = "labels-idx1-ubyte.gz";
  private static final int IMAGE_MAGIC = 0x803;
  private static final int LABEL_MAGIC = 0x801;
  private static final int SIZE = DigitPainter.SIDE * DigitPainter.SIDE;

  int count() {
    return labels.length;
  }

  /** Some of them, from {@code start} on. */
  Digits part(int start, int count) {
    byte[] image = new byte[count * SIZE];
    byte[] label = new byte[count];
    System.arraycopy(pixels, start * SIZE, image, 0, image.length);
    System.arraycopy(labels, start, label, 0, count);
    return new Digits(image, label);
  }

  /** One image's pixels as numbers. */
  float[] values(int index) {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = pixels[index * SIZE + i] & 0xff;
    }
    return values;
  }

  /** The same as examples to learn from. */
  Examples examples() {
    float[] features = new float[pixels.length];
    int[] classes = new int[labels.length];
    for (int i = 0; i < features.length; i++) {
      features[i] = pixels[i] & 0xff;
    }
    for (int i = 0; i < classes.length; i++) {
      classes[i] = labels[i];
    }
    return new Examples(features, classes, SIZE);
  }

  /** Request bodies of the Open Inference Protocol, one an image. */
  List<String> requests(String input) {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      StringBuilder data = new StringBuilder();
      for (float value : values(i)) {
        data.append(data.isEmpty() ? "" : ",").append((int) value);
      }
      bodies.add(
          "{\"inputs\":[{\"name\":\"%s\",\"shape\":[1,%d],\"datatype\":\"FP32\",\"data\":[%s]}]}"
              .formatted(input, SIZE, data));
    }
    return bodies;
  }

  /** Writes the two IDX files of LeCun's MNIST layout, compressed. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (DataOutputStream out = open(folder.resolve(IMAGES))) {
      out.writeInt(IMAGE_MAGIC);
      out.writeInt(count());
      out.writeInt(DigitPainter.SIDE);
      out.writeInt(DigitPainter.SIDE);
      out.write(pixels);
    }
    try (DataOutputStream out = open(folder.resolve(LABELS))) {
      out.writeInt(LABEL_MAGIC);
      out.writeInt(count());
      out.write(labels);
    }
  }

  private static DataOutputStream open(Path file) throws IOException {
    return new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)));
  }

  /** Reads such files. */
  static Digits read(Path folder) throws IOException {
    try (DataInputStream images = input(folder.resolve(IMAGES));
        DataInputStream labels = input(folder.resolve(LABELS))) {
      int count = header(images, IMAGE_MAGIC, folder.resolve(IMAGES));
      int rows = images.readInt();
      int columns = images.readInt();
      if (rows != DigitPainter.SIDE || columns != DigitPainter.SIDE) {
        throw new IOException(folder.resolve(IMAGES) + " holds images that are not 28 by 28");
      }
      if (header(labels, LABEL_MAGIC, folder.resolve(LABELS)) != count) {
        throw new IOException(folder + ": there are not as many labels as images");
      }
      return new Digits(images.readNBytes(count * SIZE), labels.readNBytes(count));
    }
  }

  private static int header(DataInputStream in, int magic, Path file) throws IOException {
    if (in.readInt() != magic) {
      throw new IOException(file + " is no IDX file of this kind");
    }
    return in.readInt();
  }

  private static DataInputStream input(Path file) throws IOException {
    return new DataInputStream(
        new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))));
  }
}
