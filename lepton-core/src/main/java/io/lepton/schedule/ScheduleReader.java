package io.lepton.schedule;

import io.lepton.allocation.Accelerator;
import io.lepton.allocation.Allow;
import io.lepton.allocation.Demand;
import io.lepton.allocation.Purchase;
import io.lepton.catalog.Catalog;
import io.lepton.catalog.CatalogAudit;
import io.lepton.catalog.EgressTable;
import io.lepton.config.ConfigFile;
import io.lepton.config.ConfigNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Reads the schedule file. */
final class ScheduleReader {
  private static final double ANY = 1e9;

  private ScheduleReader() {}

  static ScheduleProblem read(Path file, Optional<CatalogAudit> audit) {
    Path parent = file.toAbsolutePath().getParent();
    return problem(ConfigFile.read(file), parent == null ? Path.of("") : parent, audit);
  }

  private static ScheduleProblem problem(
      ConfigNode root, Path folder, Optional<CatalogAudit> audit) {
    root.allow(
        "offers",
        "egress",
        "tasks",
        "dependencies",
        "goal",
        "max_hours",
        "max_usd",
        "gib_per_hour",
        "time_limit_ms");
    CatalogAudit offers =
        audit.orElseGet(() -> CatalogAudit.of(Catalog.read(root.require("offers"), folder)));
    EgressTable egress =
        root.find("egress")
            .map(node -> EgressTable.read(files(node, folder)))
            .orElse(EgressTable.empty());
    List<Task> tasks = root.require("tasks").list(ScheduleReader::task);
    List<Dependency> dependencies =
        root.find("dependencies")
            .map(node -> node.list(ScheduleReader::dependency))
            .orElse(List.of());
    return checked(
        root,
        () ->
            new ScheduleProblem(
                offers.trusted().offers(),
                egress,
                tasks,
                dependencies,
                root.find("goal").map(node -> node.oneOf(Goal.class)).orElse(Goal.COST),
                root.find("max_hours")
                    .map(node -> Duration.ofMillis((long) (node.number(0, ANY) * 3_600_000))),
                root.find("max_usd")
                    .map(node -> OptionalLong.of(Math.round(node.number(0, ANY) * 1e6)))
                    .orElse(OptionalLong.empty()),
                root.find("gib_per_hour")
                    .map(node -> node.number(Double.MIN_NORMAL, ANY))
                    .orElse(Double.POSITIVE_INFINITY),
                root.find("time_limit_ms")
                    .map(node -> Duration.ofMillis(node.integer(1L, Long.MAX_VALUE)))));
  }

  private static List<Path> files(ConfigNode node, Path folder) {
    List<ConfigNode> names = node.isList() ? node.items() : List.of(node);
    return names.stream()
        .map(
            name -> {
              Path file = folder.resolve(name.text());
              if (!Files.isRegularFile(file)) {
                throw name.error("names no file that is there: " + file);
              }
              return file;
            })
        .toList();
  }

  private static Task task(ConfigNode node) {
    node.allow(
        "name",
        "hours",
        "work",
        "throughput",
        "demand",
        "accelerator",
        "allow",
        "inputs",
        "outputs");
    return checked(
        node,
        () ->
            new Task(
                node.require("name").text(),
                runTime(node),
                node.find("demand").map(ScheduleReader::demand).orElse(Demand.NONE),
                node.find("accelerator").map(ScheduleReader::accelerator),
                node.find("allow").map(ScheduleReader::allow).orElse(Allow.ANYWHERE),
                data(node.find("inputs"), "from"),
                data(node.find("outputs"), "to")));
  }

  private static RunTime runTime(ConfigNode node) {
    Optional<ConfigNode> hours = node.find("hours");
    if (hours.isPresent()) {
      if (node.find("work").isPresent()) {
        throw hours.get().error("and work exclude each other; keep one");
      }
      return new RunTime.ByType(
          hours.get().isMapping() ? numbers(hours.get()) : Map.of("*", hours.get().number(0, ANY)));
    }
    return new RunTime.ByThroughput(
        node.require("work").number(0, ANY), numbers(node.require("throughput")));
  }

  private static Map<String, Double> numbers(ConfigNode node) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    node.entries().forEach((name, value) -> numbers.put(name, value.number(0, ANY)));
    return numbers;
  }

  private static Demand demand(ConfigNode node) {
    node.allow("vcpus", "memory_gib");
    return new Demand(
        node.find("vcpus").map(value -> value.number(0, ANY)).orElse(0.0),
        node.find("memory_gib").map(value -> value.number(0, ANY)).orElse(0.0));
  }

  private static Accelerator accelerator(ConfigNode node) {
    node.allow("type", "count");
    return checked(
        node,
        () ->
            new Accelerator(
                node.require("type").text(),
                node.find("count").map(value -> value.number(0, ANY)).orElse(1.0)));
  }

  private static Allow allow(ConfigNode node) {
    node.allow("clouds", "regions", "purchase");
    return new Allow(
        node.find("clouds").map(list -> list.list(ConfigNode::text)).orElse(List.of()),
        node.find("regions").map(list -> list.list(ConfigNode::text)).orElse(List.of()),
        node.find("purchase")
            .map(list -> list.list(item -> item.oneOf(Purchase.class)))
            .orElse(List.of()));
  }

  private static List<DataPlace> data(Optional<ConfigNode> list, String key) {
    return list.map(
            nodes ->
                nodes.list(
                    node -> {
                      node.allow(key, "gib");
                      ConfigNode place = node.require(key).allow("cloud", "region");
                      return new DataPlace(
                          place.require("cloud").text(),
                          place.require("region").text(),
                          node.require("gib").number(0, ANY));
                    }))
        .orElse(List.of());
  }

  private static Dependency dependency(ConfigNode node) {
    node.allow("from", "to", "gib");
    return checked(
        node,
        () ->
            new Dependency(
                node.require("from").text(),
                node.require("to").text(),
                node.find("gib").map(value -> value.number(0, ANY)).orElse(0.0)));
  }

  /** The records' own checks, told with the place in the file. */
  private static <T> T checked(ConfigNode node, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      throw node.error((node.path().isEmpty() ? "" : "is wrong: ") + e.getMessage());
    }
  }
}
