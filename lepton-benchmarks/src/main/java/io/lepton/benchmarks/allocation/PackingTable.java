package io.lepton.benchmarks.allocation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Sums of results beside the goals of family A, as Markdown. */
final class PackingTable {
  private static final int SMALL = 120;

  private PackingTable() {}

  static String of(Collection<PackingResult> results) {
    return "| items | instances | optimum known | reached | proven | wrong | worse than best"
        + " published heuristic | better | heuristic at the bound |\n"
        + "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        + lines(results, result -> "%5d".formatted(result.instance().items()))
        + "\n| class | instances | optimum known | reached | proven | wrong | worse than best"
        + " published heuristic | better | heuristic at the bound |\n"
        + "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        + lines(results, result -> result.instance().family())
        + "\n"
        + goals(results);
  }

  private static String lines(
      Collection<PackingResult> results, Function<PackingResult, String> key) {
    Map<String, List<PackingResult>> groups =
        results.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
    return groups.entrySet().stream()
        .map(
            group ->
                "| %s | %d | %d | %d | %d | %d | %d | %d | %d |\n"
                    .formatted(
                        group.getKey().strip(),
                        group.getValue().size(),
                        count(group.getValue(), result -> result.instance().optimum().isPresent()),
                        count(group.getValue(), PackingResult::reached),
                        count(group.getValue(), PackingResult::proven),
                        count(group.getValue(), PackingResult::wrong),
                        count(group.getValue(), PackingResult::worseThanHeuristic),
                        count(group.getValue(), PackingResult::betterThanHeuristic),
                        count(group.getValue(), PackingResult::heuristicAtBound)))
        .collect(Collectors.joining());
  }

  private static String goals(Collection<PackingResult> results) {
    List<PackingResult> small =
        results.stream()
            .filter(result -> result.instance().items() <= SMALL)
            .filter(result -> result.instance().optimum().isPresent())
            .toList();
    List<PackingResult> large =
        results.stream().filter(result -> result.instance().items() > SMALL).toList();
    List<PackingResult> open = large.stream().filter(result -> !result.heuristicAtBound()).toList();
    return "Up to 120 items, optimum known: %s reached (goal 99 %%), %s proven (goal 95 %%).\n"
            .formatted(
                share(count(small, PackingResult::reached), small.size()),
                share(count(small, PackingResult::proven), small.size()))
        + "More items: %d of %d worse than the best published heuristic (goal 0);"
            .formatted(count(large, PackingResult::worseThanHeuristic), large.size())
        + " better on %s where it is not at the bound (goal 50 %%).\n"
            .formatted(share(count(open, PackingResult::betterThanHeuristic), open.size()))
        + "Wrong anywhere: %d (goal 0).\n".formatted(count(results, PackingResult::wrong));
  }

  private static long count(Collection<PackingResult> of, Predicate<PackingResult> what) {
    return of.stream().filter(what).count();
  }

  private static String share(long part, int whole) {
    return whole == 0 ? "none" : "%d of %d (%.1f %%)".formatted(part, whole, 100.0 * part / whole);
  }
}
