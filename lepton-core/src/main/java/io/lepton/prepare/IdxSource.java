package io.lepton.prepare;

import io.lepton.config.InputException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Grey images and their labels in the IDX format of the MNIST database (Y. LeCun, C. Cortes, C.
 * Burges): big-endian header (0x00000803, count, rows, columns; 0x00000801, count), then bytes.
 * Files that end in {@code .gz} are gzip.
 *
 * @param images file of the images, one byte a pixel
 * @param labels file of the labels, one byte each
 */
public record IdxSource(Path images, Path labels) implements DatasetSource {
  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;

  @Override
  public LabelledData read() {
    MessageDigest digest = Digests.sha256();
    Images read = readImages(digest);
    byte[] classes = readLabels(digest);
    if (classes.length != read.count) {
      throw new InputException(
          labels
              + ": holds "
              + classes.length
              + " labels, but "
              + images
              + " holds "
              + read.count
              + " images");
    }
    float[] features = new float[read.pixels.length];
    for (int i = 0; i < features.length; i++) {
      features[i] = read.pixels[i] & 0xff;
    }
    int[] present =
        IntStream.range(0, classes.length)
            .map(i -> classes[i] & 0xff)
            .sorted()
            .distinct()
            .toArray();
    int[] index = new int[256];
    for (int i = 0; i < present.length; i++) {
      index[present[i]] = i;
    }
    int[] indexes = IntStream.range(0, classes.length).map(i -> index[classes[i] & 0xff]).toArray();
    return new LabelledData(
        images.toString(),
        new Examples(features, indexes, read.rows * read.columns),
        IntStream.of(present).mapToObj(Integer::toString).toList(),
        List.of((long) read.rows, (long) read.columns),
        HexFormat.of().formatHex(digest.digest()));
  }

  /** The labels' file that belongs to an images' file, beside it, gzip or not. */
  static Path labelsOf(Path images) {
    String name = String.valueOf(images.getFileName()).replace("images-idx3", "labels-idx1");
    Path same = images.resolveSibling(name);
    Path other =
        images.resolveSibling(
            name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name + ".gz");
    if (!Files.exists(same) && !Files.exists(other)) {
      throw new InputException(images + ": its labels are missing; expected " + same);
    }
    return Files.exists(same) ? same : other;
  }

  private Images readImages(MessageDigest digest) {
    try (DataInputStream in = open(images, digest)) {
      header(in, images, IMAGES, "images");
      int count = in.readInt();
      int rows = in.readInt();
      int columns = in.readInt();
      if (count < 0 || rows < 1 || columns < 1 || (long) count * rows * columns > (1L << 30)) {
        throw new InputException(
            images + ": says it holds " + count + " images of " + rows + " x " + columns);
      }
      return new Images(count, rows, columns, body(in, images, count * rows * columns));
    } catch (IOException e) {
      throw InputException.unreadable(images, e);
    }
  }

  private byte[] readLabels(MessageDigest digest) {
    try (DataInputStream in = open(labels, digest)) {
      header(in, labels, LABELS, "labels");
      int count = in.readInt();
      if (count < 0) {
        throw new InputException(labels + ": says it holds " + count + " labels");
      }
      return body(in, labels, count);
    } catch (IOException e) {
      throw InputException.unreadable(labels, e);
    }
  }

  private static void header(DataInputStream in, Path file, int magic, String what)
      throws IOException {
    int found = in.readInt();
    if (found != magic) {
      throw new InputException(
          "%s: starts with 0x%08x; IDX %s start with 0x%08x".formatted(file, found, what, magic));
    }
  }

  private static byte[] body(DataInputStream in, Path file, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length != size || in.read() >= 0) {
      throw new InputException(
          file + ": does not hold the " + size + " bytes that its header promises; copy it again");
    }
    return bytes;
  }

  private static DataInputStream open(Path file, MessageDigest digest) throws IOException {
    InputStream in =
        new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), digest);
    return new DataInputStream(
        file.toString().endsWith(".gz")
            ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16))
            : in);
  }

  private static final class Images {
    private final int count;
    private final int rows;
    private final int columns;
    private final byte[] pixels;

    Images(int count, int rows, int columns, byte[] pixels) {
      this.count = count;
      this.rows = rows;
      this.columns = columns;
      this.pixels = pixels;
    }
  }
}
