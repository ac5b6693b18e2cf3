package io.lepton.benchmarks.transfer;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.lepton.benchmarks.transfer.CloudContender.Spot;
import io.lepton.benchmarks.transfer.CloudWorld.Weather;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Times {@code lepton sync} beside tuned rclone and s5cmd between object stores that answer from
 * memory: fresh processes, alternating, medians. Prints Markdown tables.
 *
 * <p>Arguments: the launcher, a work folder, {@code calm}, {@code rough} or {@code secure} weather,
 * rounds, then tasks: {@code FROM-TO:COUNTxBYTES} such as {@code a-b:20000x10240}, with {@code a}
 * and {@code b} two S3 servers, {@code az}, {@code gs} and {@code file}; {@code again:} before it
 * copies once and times further runs, which find nothing to do; {@code encrypt:} times Lepton
 * alone, with and without encryption. Below each table stands which of the goals hold.
 */
public final class CloudComparison {
  private static final double MIB = 1 << 20;

  private final Path work;
  private final int rounds;
  private final List<CloudContender> contenders;
  private final CloudContender encrypting;

  private CloudComparison(
      Path work, int rounds, List<CloudContender> contenders, CloudContender encrypting) {
    this.work = work;
    this.rounds = rounds;
    this.contenders = contenders;
    this.encrypting = encrypting;
  }

  /** What to copy from where to where. */
  private record Task(Kind kind, String from, String to, int count, long bytes) {
    enum Kind {
      ONCE(""),
      AGAIN("again:"),
      ENCRYPT("encrypt:");

      private final String prefix;

      Kind(String prefix) {
        this.prefix = prefix;
      }
    }

    static Task parse(String text) {
      Kind kind =
          Stream.of(Kind.AGAIN, Kind.ENCRYPT)
              .filter(any -> text.startsWith(any.prefix))
              .findFirst()
              .orElse(Kind.ONCE);
      String[] parts = text.substring(kind.prefix.length()).split("[-:x]", -1);
      if (parts.length != 4) {
        throw new IllegalArgumentException(
            "'" + text + "' is no task; write [again:|encrypt:]FROM-TO:COUNTxBYTES");
      }
      return new Task(
          kind, parts[0], parts[1], Integer.parseInt(parts[2]), Long.parseLong(parts[3]));
    }

    boolean again() {
      return kind == Kind.AGAIN;
    }

    boolean encrypts() {
      return kind == Kind.ENCRYPT;
    }

    String bucket() {
      return "seed-" + count + "-" + bytes;
    }

    String seed() {
      return bucket() + "=" + count + "x" + bytes;
    }

    String title() {
      return String.format(
          Locale.ROOT,
          "%s to %s, %,d objects of %,d KiB%s",
          place(from),
          place(to),
          count,
          bytes >> 10,
          again() ? ", run again with nothing to do" : "");
    }

    private static String place(String server) {
      return switch (server) {
        case "a" -> "s3";
        case "b" -> "s3 (second server)";
        default -> server;
      };
    }
  }

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < 5) {
      System.err.println(
          "usage: CloudComparison LAUNCHER WORK_FOLDER calm|rough|secure ROUNDS"
              + " [again:|encrypt:]FROM-TO:COUNTxBYTES ...");
      System.exit(2);
    }
    Path work = Files.createDirectories(Path.of(args[1]).toAbsolutePath());
    Weather weather = Weather.valueOf(args[2].toUpperCase(Locale.ROOT));
    List<Task> tasks = Stream.of(args).skip(4).map(Task::parse).toList();
    Map<String, List<String>> seeds =
        tasks.stream()
            .filter(task -> !task.from().equals("file"))
            .map(task -> Map.entry(task.from(), task.seed()))
            .distinct()
            .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    Path keyset = work.resolve("keyset.json");
    if (tasks.stream().anyMatch(Task::encrypts) && !Files.exists(keyset)) {
      Timing.of(
          List.of(args[0], "keyset", "create", keyset.toString()),
          Map.of(),
          work.resolve("log.txt"));
    }
    List<CloudContender> contenders = new ArrayList<>();
    contenders.add(CloudContender.lepton(Path.of(args[0]).toAbsolutePath()));
    contenders.add(CloudContender.rclone());
    contenders.add(CloudContender.s5cmd());
    // The null copy tries nothing twice and knows no TLS, so only in calm weather is there a
    // ceiling.
    if (weather == Weather.CALM) {
      contenders.add(CloudContender.ceiling());
    }
    CloudComparison comparison =
        new CloudComparison(
            work,
            Integer.parseInt(args[3]),
            contenders,
            CloudContender.encryptingLepton(Path.of(args[0]).toAbsolutePath(), keyset));
    try (CloudWorld world = CloudWorld.start(work, weather, seeds)) {
      for (Task task : tasks) {
        comparison.run(world, task);
      }
    }
  }

  private void run(CloudWorld world, Task task) throws IOException, InterruptedException {
    Spot from = new Spot(task.from(), task.from().equals("file") ? tree(task) : task.bucket());
    Map<String, List<Timing>> timings = new LinkedHashMap<>();
    Map<CloudContender, Spot> copies = new HashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (CloudContender contender :
          task.encrypts() ? List.of(contenders.get(0), encrypting) : contenders) {
        Spot to =
            copies.getOrDefault(
                contender, new Spot(task.to(), task.to() + "-" + System.nanoTime()));
        Optional<List<String>> command = contender.commands().copy(world, from, to);
        if (command.isEmpty() || (task.again() && !contender.repeats())) {
          continue;
        }
        Timing timing = time(world, command.get());
        // The first round warms the servers up, and makes the copy that is found equal later.
        if (round > 0) {
          timings.computeIfAbsent(contender.name(), name -> new ArrayList<>()).add(timing);
        }
        if (task.again()) {
          copies.put(contender, to);
        } else {
          world.drop(to);
        }
      }
    }
    for (Spot copy : copies.values()) {
      world.drop(copy);
    }
    print(task, timings);
  }

  private Timing time(CloudWorld world, List<String> command)
      throws IOException, InterruptedException {
    // The state of earlier runs would only say that there is nothing to do.
    Folders.delete(work.resolve("home"));
    Map<String, String> environment = world.environment();
    environment.put("LEPTON_HOME", work.resolve("home").toString());
    return Timing.of(command, environment, work.resolve("log.txt"));
  }

  private String tree(Task task) throws IOException {
    Path tree = work.resolve("tree-" + task.count() + "-" + task.bytes());
    if (!Files.exists(tree)) {
      FlatTree.make(tree, task.count(), task.bytes());
    }
    return tree.toString();
  }

  private static void print(Task task, Map<String, List<Timing>> timings) {
    System.out.printf("%n%s%n%n", task.title());
    System.out.println(
        "| tool | wall s | CPU s | objects/s | MiB/s | CPU s/GiB | wall ratio | CPU ratio |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    Map<String, Timing> rows = new LinkedHashMap<>();
    double mib = task.count() * (task.bytes() / MIB);
    timings.forEach((name, all) -> rows.put(name, Timing.median(all)));
    Timing first = rows.values().iterator().next();
    rows.forEach(
        (name, row) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %,.0f | %,.0f | %.2f | %.2f | %.2f |%n",
                name,
                row.wallSeconds(),
                row.cpuSeconds(),
                task.count() / row.wallSeconds(),
                mib / row.wallSeconds(),
                row.cpuSeconds() / (mib / 1024),
                row.wallSeconds() / first.wallSeconds(),
                row.cpuSeconds() / first.cpuSeconds()));
    System.out.println();
    CloudGoals.judge(rows, task.bytes()).forEach(System.out::println);
  }
}
