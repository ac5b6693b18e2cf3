package io.lepton.benchmarks.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files of one size, a thousand to a folder. */
final class FlatTree {
  private FlatTree() {}

  static void make(Path tree, int count, long bytes) throws IOException {
    Random random = new Random(bytes);
    byte[] piece = new byte[1 << 20];
    random.nextBytes(piece);
    for (int i = 0; i < count; i++) {
      Path folder = Files.createDirectories(tree.resolve(String.format("d%04d", i / 1000)));
      if (bytes <= piece.length) {
        random.nextBytes(piece);
      }
      try (OutputStream file = Files.newOutputStream(folder.resolve(String.format("o%06d", i)))) {
        for (long left = bytes; left > 0; left -= piece.length) {
          file.write(piece, 0, (int) Math.min(left, piece.length));
        }
      }
    }
  }
}
