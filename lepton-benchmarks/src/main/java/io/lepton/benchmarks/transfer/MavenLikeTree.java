package io.lepton.benchmarks.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Makes a tree with the shape of a Maven repository: for every artefact a digest file of 40 bytes
 * beside a POM of some kilobytes and, for two in three, a jar whose size is log-normal (median 60
 * kB, a few of tens of megabytes). Content is random, so that no file system compresses it. The
 * same seed makes the same tree.
 */
final class MavenLikeTree {
  private static final double JAR_MEDIAN_BYTES = 60_000;
  private static final double JAR_SIGMA = 1.9;
  private static final int LARGEST_JAR_BYTES = 64 << 20;

  private final SplittableRandom random;
  private final Path root;
  private int files;
  private long bytes;

  private MavenLikeTree(Path root, long seed) {
    this.root = root;
    this.random = new SplittableRandom(seed);
  }

  /** Makes a tree of at least so many files and bytes below {@code root}. */
  static void make(Path root, int leastFiles, long leastBytes, long seed) throws IOException {
    MavenLikeTree tree = new MavenLikeTree(root, seed);
    for (int artefact = 0; tree.files < leastFiles || tree.bytes < leastBytes; artefact++) {
      tree.artefact(artefact);
    }
  }

  private void artefact(int number) throws IOException {
    String name = "artefact-" + number;
    String version = random.nextInt(5) + "." + random.nextInt(20);
    Path folder = root.resolve("org/group" + number % 97).resolve(name).resolve(version);
    Files.createDirectories(folder);
    String base = name + "-" + version;
    write(folder.resolve(base + ".pom"), 800 + random.nextInt(15_000));
    write(folder.resolve(base + ".pom.sha1"), 40);
    if (random.nextInt(3) > 0) {
      double size = JAR_MEDIAN_BYTES * Math.exp(JAR_SIGMA * gaussian());
      write(folder.resolve(base + ".jar"), (int) Math.min(LARGEST_JAR_BYTES, Math.max(400, size)));
      write(folder.resolve(base + ".jar.sha1"), 40);
    }
  }

  /** Box and Muller (1958). */
  private double gaussian() {
    double u = 1 - random.nextDouble();
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.nextDouble());
  }

  private void write(Path file, int size) throws IOException {
    byte[] content = new byte[size];
    random.nextBytes(content);
    Files.write(file, content);
    files++;
    bytes += size;
  }
}
