package io.lepton.benchmarks.allocation;

import io.lepton.allocation.VectorPacking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * One instance of the published vector-packing benchmark and what is known of it: a row of {@code
 * known.csv}.
 *
 * @param name set and instance, {@code new/class1_500_10_0}
 * @param items how many single items
 * @param lowerBound published: fewer bins cannot do
 * @param optimum where published
 * @param heuristic the best of the published heuristics
 */
record PublishedInstance(
    String name, int items, long lowerBound, OptionalLong optimum, long heuristic) {

  /** All rows of a folder's {@code known.csv}. */
  static List<PublishedInstance> all(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("known.csv")).stream()
        .skip(1)
        .map(PublishedInstance::of)
        .toList();
  }

  private static PublishedInstance of(String row) {
    String[] fields = row.strip().split(",", -1);
    return new PublishedInstance(
        fields[0] + "/" + fields[1],
        Integer.parseInt(fields[1].split("_", -1)[1]),
        Long.parseLong(fields[2]),
        fields[3].isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(fields[3])),
        Long.parseLong(fields[4]));
  }

  VectorPacking read(Path folder) {
    return VectorPacking.read(folder.resolve(name + ".vbp"));
  }

  /** Set and class: {@code new/class1}, {@code triplet/classC}. */
  String family() {
    return name.substring(0, name.indexOf('_'));
  }
}
