package io.lepton.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Makes Markdown tables of measurements, and plots when a folder for them is named: {@code Results
 * CSV [FOLDER]}.
 *
 * <p>A gap is a share of the answer's own cost. The best known answer is the best of all contenders
 * and deadlines, the shared bound the best that any of them proved; no answer counts as a gap of
 * 100 percent. Means of times are shifted geometric ones (by 10 ms); a problem whose answer never
 * came within 1 percent of the shared bound counts with the longest deadline.
 */
public final class Results {
  private static final double SHIFT_MILLIS = 10;
  static final double CLOSE = 0.01;
  private static final double EQUAL = 1e-9;

  private final List<Measurement> all;
  private final Map<String, Double> best = new HashMap<>();
  private final Map<String, Double> bound = new HashMap<>();

  Results(List<Measurement> all) {
    this.all = all;
    for (Measurement row : all) {
      if (row.answered()) {
        best.merge(row.problem(), row.objective(), Math::min);
      }
    }
    for (Measurement row : all) {
      double most = best.getOrDefault(row.problem(), Double.MAX_VALUE);
      bound.merge(row.problem(), Math.min(row.bound(), most), Math::max);
    }
  }

  /** Prints the tables. */
  public static void main(String[] args) throws IOException {
    List<String> rows = Files.readAllLines(Path.of(args[0]));
    Map<String, List<Measurement>> families =
        rows.subList(1, rows.size()).stream()
            .map(Measurement::parse)
            .collect(Collectors.groupingBy(Measurement::family, TreeMap::new, Collectors.toList()));
    for (Map.Entry<String, List<Measurement>> family : families.entrySet()) {
      Results results = new Results(family.getValue());
      for (int threads : results.threads()) {
        System.out.println(results.tables(family.getKey(), threads));
        if (args.length > 1) {
          Plots.gaps(results, family.getKey(), threads, Path.of(args[1]));
        }
      }
    }
  }

  Set<Integer> threads() {
    return all.stream().map(Measurement::threads).collect(Collectors.toCollection(TreeSet::new));
  }

  NavigableSet<Long> deadlines(int threads) {
    return all.stream()
        .filter(row -> row.threads() == threads)
        .map(Measurement::deadlineMillis)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Measurements by contender, in the order they were first taken. */
  Map<String, List<Measurement>> byContender(int threads) {
    return all.stream()
        .filter(row -> row.threads() == threads)
        .collect(
            Collectors.groupingBy(Measurement::label, LinkedHashMap::new, Collectors.toList()));
  }

  private String tables(String family, int threads) {
    StringBuilder text = new StringBuilder();
    for (long deadline : deadlines(threads)) {
      text.append(
          "Family %s, %d thread%s, %,d ms:%n%n"
              .formatted(family, threads, threads == 1 ? "" : "s", deadline));
      text.append(
          "| contender | answered | over time | gap to best known | gap to shared bound | proven |"
              + " mean ms | better, equal, worse than Lepton | heap MiB | process MiB |\n");
      text.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
      Map<String, List<Measurement>> contenders = byContender(threads);
      Map<String, Measurement> ours =
          at(contenders.getOrDefault(Comparison.LEPTON, List.of()), deadline);
      contenders.forEach(
          (name, rows) -> {
            List<Measurement> here = new ArrayList<>(at(rows, deadline).values());
            if (!here.isEmpty()) {
              text.append(row(name, here, ours));
            }
          });
      text.append('\n');
    }
    text.append(times(family, threads));
    return text.toString();
  }

  private static Map<String, Measurement> at(List<Measurement> rows, long deadline) {
    Map<String, Measurement> found = new LinkedHashMap<>();
    for (Measurement row : rows) {
      if (row.deadlineMillis() == deadline) {
        found.put(row.problem(), row);
      }
    }
    return found;
  }

  private String row(String name, List<Measurement> rows, Map<String, Measurement> ours) {
    int better = 0;
    int equal = 0;
    int worse = 0;
    for (Measurement row : rows) {
      Measurement own = ours.get(row.problem());
      if (own != null) {
        int order = compare(row, own);
        better += order < 0 ? 1 : 0;
        equal += order == 0 ? 1 : 0;
        worse += order > 0 ? 1 : 0;
      }
    }
    long faults = rows.stream().filter(Measurement::fault).count();
    return String.format(
        Locale.ROOT,
        "| %s | %d of %d%s | %d | %.2f %% | %.2f %% | %d | %.0f | %s | %.0f | %.0f |%n",
        name,
        rows.stream().filter(Measurement::answered).count(),
        rows.size(),
        faults == 0 ? "" : " (" + faults + " wrong)",
        rows.stream().filter(row -> row.millis() > 1.1 * row.deadlineMillis() + 20).count(),
        100 * mean(rows, this::gapToBest),
        100 * mean(rows, this::gapToBound),
        rows.stream().filter(Results::proven).count(),
        shifted(rows, Measurement::millis),
        name.equals(Comparison.LEPTON) ? "" : better + ", " + equal + ", " + worse,
        rows.stream().mapToDouble(Measurement::heapMib).max().orElse(0),
        rows.stream().mapToDouble(Measurement::residentMib).max().orElse(0));
  }

  private String times(String family, int threads) {
    StringBuilder text = new StringBuilder();
    text.append(
        "Family %s, %d thread%s, time until an answer is within 1 %% of the shared bound:%n%n"
            .formatted(family, threads, threads == 1 ? "" : "s"));
    text.append(
        "| contender | reached | mean ms | times Lepton's |\n| --- | ---: | ---: | ---: |\n");
    double longest = deadlines(threads).last();
    Map<String, List<Measurement>> contenders = byContender(threads);
    double own = Double.NaN;
    for (Map.Entry<String, List<Measurement>> contender : contenders.entrySet()) {
      Map<String, Double> time = new LinkedHashMap<>();
      contender.getValue().forEach(row -> time.merge(row.problem(), timeTo(row), Math::min));
      long reached = time.values().stream().filter(millis -> millis < Double.MAX_VALUE).count();
      double mean = shifted(new ArrayList<>(time.values()), millis -> Math.min(millis, longest));
      own = contender.getKey().equals(Comparison.LEPTON) ? mean : own;
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %d of %d | %.0f | %.1f |%n",
              contender.getKey(),
              reached,
              time.size(),
              mean,
              mean / own));
    }
    return text.append('\n').toString();
  }

  private double timeTo(Measurement row) {
    return row.answered() && gapToBound(row) <= CLOSE ? row.millis() : Double.MAX_VALUE;
  }

  private static int compare(Measurement row, Measurement own) {
    if (!row.answered() || !own.answered()) {
      return Boolean.compare(own.answered(), row.answered());
    }
    double difference = row.objective() - own.objective();
    return Math.abs(difference) <= EQUAL * own.objective() ? 0 : Double.compare(difference, 0);
  }

  private static boolean proven(Measurement row) {
    return row.answered() && row.bound() >= row.objective() * (1 - EQUAL);
  }

  double gapToBest(Measurement row) {
    return row.answered() ? 1 - best.getOrDefault(row.problem(), 0.0) / row.objective() : 1;
  }

  double gapToBound(Measurement row) {
    return row.answered() ? 1 - bound.getOrDefault(row.problem(), 0.0) / row.objective() : 1;
  }

  static <T> double mean(List<T> rows, ToDoubleFunction<T> value) {
    return rows.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  private static <T> double shifted(List<T> rows, ToDoubleFunction<T> value) {
    return Math.exp(mean(rows, row -> Math.log(value.applyAsDouble(row) + SHIFT_MILLIS)))
        - SHIFT_MILLIS;
  }
}
