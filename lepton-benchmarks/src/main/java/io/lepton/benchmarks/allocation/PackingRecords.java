package io.lepton.benchmarks.allocation;

import io.lepton.allocation.Status;
import io.lepton.allocation.VectorPackingAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Packings of published instances whose optimum nobody has published: {@code PackingRecords FILE
 * DATA} checks them against the instances in DATA. A line holds the instance, the bins, a lower
 * bound, and the items of each bin: {@code new/class1_500_10_0 131 96 0,17,203;4,9;...}.
 */
final class PackingRecords {
  private PackingRecords() {}

  static String line(PackingResult result) {
    return result.instance().name()
        + " "
        + result.answer().bins()
        + " "
        + result.answer().lowerBound()
        + " "
        + result.answer().packing().stream()
            .map(bin -> bin.stream().map(String::valueOf).collect(Collectors.joining(",")))
            .collect(Collectors.joining(";"));
  }

  /** Checks a file; ends with code 1 when a packing is not what it says. */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[1]);
    Map<String, PublishedInstance> known =
        PublishedInstance.all(data).stream()
            .collect(Collectors.toMap(PublishedInstance::name, Function.identity()));
    int bad = 0;
    System.out.println("| instance | bins | bound | published bound | published bins |");
    System.out.println("| --- | --- | --- | --- | --- |");
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] words = line.split(" ", -1);
      PublishedInstance instance = known.get(words[0]);
      List<String> faults = new ArrayList<>();
      if (instance == null) {
        faults.add("no such instance");
      } else {
        faults.addAll(answer(words).faults(instance.read(data)));
        System.out.printf(
            "| `%s` | %s | %s | %d | %d |%n",
            words[0], words[1], words[2], instance.lowerBound(), instance.heuristic());
      }
      bad += faults.isEmpty() ? 0 : 1;
      faults.forEach(fault -> System.out.println(words[0] + ": " + fault));
    }
    System.out.println(bad == 0 ? "every packing is valid" : bad + " packings are not valid");
    System.exit(bad == 0 ? 0 : 1);
  }

  private static VectorPackingAnswer answer(String[] words) {
    List<List<Integer>> packing =
        Arrays.stream(words[3].split(";", -1))
            .map(bin -> Arrays.stream(bin.split(",", -1)).map(Integer::valueOf).toList())
            .toList();
    long bins = Long.parseLong(words[1]);
    long bound = Long.parseLong(words[2]);
    return new VectorPackingAnswer(
        bins == bound ? Status.OPTIMAL : Status.FEASIBLE, bins, bound, packing, 0);
  }
}
