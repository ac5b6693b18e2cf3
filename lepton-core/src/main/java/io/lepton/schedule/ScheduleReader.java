package io.lepton.schedule;

import io.lepton.allocation.Allow;
import io.lepton.allocation.Demand;
import io.lepton.allocation.Requirements;
import io.lepton.catalog.Catalog;
import io.lepton.catalog.CatalogAudit;
import io.lepton.catalog.EgressTable;
import io.lepton.config.ConfigFile;
import io.lepton.config.ConfigNode;
import io.lepton.config.DefinedNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

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
    DefinedNames names = new DefinedNames("task");
    List<Task> tasks =
        root.require("tasks")
            .list(
                node -> {
                  Task task = task(node);
                  names.define(node.require("name"));
                  return task;
                });
    List<Dependency> dependencies =
        root.find("dependencies")
            .map(
                list ->
                    list.checked(
                        () -> TaskOrder.checked(tasks, list.list(node -> dependency(node, names)))))
            .orElse(List.of());
    return root.checked(
        () ->
            new ScheduleProblem(
                offers.trusted().offers(),
                egress,
                tasks,
                dependencies,
                root.find("goal").map(node -> node.oneOf(Goal.class)).orElse(Goal.COST),
                root.find("max_hours")
                    .map(node -> Duration.ofMillis(Model.millisWithin(node.number(0, ANY)))),
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
    return names.stream().map(name -> name.file(folder)).toList();
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
    return node.checked(
        () ->
            new Task(
                node.require("name").text(),
                runTime(node),
                node.find("demand").map(Requirements::demand).orElse(Demand.NONE),
                node.find("accelerator").map(Requirements::accelerator),
                node.find("allow").map(Requirements::allow).orElse(Allow.ANYWHERE),
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
          hours.get().isMapping()
              ? hours.get().numbers(ANY)
              : Map.of("*", hours.get().number(0, ANY)));
    }
    double work = node.require("work").number(0, ANY);
    ConfigNode throughput = node.require("throughput");
    return throughput.checked(() -> new RunTime.ByThroughput(work, throughput.numbers(ANY)));
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

  private static Dependency dependency(ConfigNode node, DefinedNames tasks) {
    node.allow("from", "to", "gib");
    return node.checked(
        () ->
            new Dependency(
                tasks.refer(node.require("from")),
                tasks.refer(node.require("to")),
                node.numberOr("gib", 0, ANY)));
  }
}
