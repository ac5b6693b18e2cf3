package io.lepton.allocation;

import io.lepton.catalog.Catalog;
import io.lepton.catalog.CatalogAudit;
import io.lepton.catalog.EgressTable;
import io.lepton.config.ConfigFile;
import io.lepton.config.ConfigNode;
import io.lepton.config.DefinedNames;
import io.lepton.spi.price.EgressTier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the allocation file of DESIGN section 10. */
final class ProblemReader {
  private static final double ANY = Double.MAX_VALUE;
  private final Path folder;
  private final Optional<CatalogAudit> audit;
  private final DefinedNames workloads = new DefinedNames("workload");

  private ProblemReader(Path folder, Optional<CatalogAudit> audit) {
    this.folder = folder;
    this.audit = audit;
  }

  static AllocationProblem read(Path file, Optional<CatalogAudit> audit) {
    Path parent = file.toAbsolutePath().getParent();
    return new ProblemReader(parent == null ? Path.of("") : parent, audit)
        .problem(ConfigFile.read(file));
  }

  static AllocationProblem parse(String text, String name, Path folder) {
    return new ProblemReader(folder, Optional.empty()).problem(ConfigFile.parse(text, name));
  }

  private AllocationProblem problem(ConfigNode root) {
    root.allow(
        "offers",
        "workloads",
        "quotas",
        "transfers",
        "egress",
        "objective",
        "current",
        "time_limit_ms");
    AllocationProblem.Builder builder = AllocationProblem.builder();
    CatalogAudit offers =
        audit.orElseGet(() -> CatalogAudit.of(Catalog.read(root.require("offers"), folder)));
    builder.offers(offers.trusted().offers());
    for (ConfigNode node : root.require("workloads").items()) {
      builder.workload(workload(node));
      workloads.define(node.require("name"));
    }
    each(root, "quotas", node -> builder.quota(quota(node)));
    each(root, "transfers", node -> builder.transfer(transfer(node)));
    root.find("egress").ifPresent(node -> builder.egress(egress(node)));
    root.find("objective").ifPresent(node -> builder.objective(objective(node)));
    root.find("current").ifPresent(node -> builder.current(groups(node)));
    root.find("time_limit_ms")
        .ifPresent(
            node -> builder.timeLimit(Duration.ofNanos((long) (node.number(1e-3, 1e12) * 1e6))));
    return root.checked(builder::build);
  }

  private static void each(ConfigNode root, String key, Consumer<ConfigNode> reader) {
    root.find(key).ifPresent(list -> list.items().forEach(reader));
  }

  private static Workload workload(ConfigNode node) {
    node.allow(
        "name",
        "replicas",
        "load",
        "throughput",
        "demand",
        "accelerator",
        "allow",
        "spread",
        "latency_ms");
    String name = node.require("name").text();
    Optional<ConfigNode> accelerator = node.find("accelerator");
    return node.checked(
        () ->
            new Workload(
                name,
                need(node),
                node.find("demand").map(Requirements::demand).orElse(Demand.NONE),
                accelerator.map(Requirements::accelerator),
                node.find("allow").map(Requirements::allow).orElse(Allow.ANYWHERE),
                node.find("spread").map(ProblemReader::spread),
                node.find("latency_ms").map(ms -> ms.numbers(1e9)).orElse(Map.of())));
  }

  private static Need need(ConfigNode node) {
    Optional<ConfigNode> load = node.find("load");
    if (load.isEmpty()) {
      if (node.find("throughput").isPresent()) {
        throw node.require("throughput").error("needs the key 'load' beside it");
      }
      return new Need.Replicas(node.require("replicas").integer(0L, 1_000_000_000L));
    }
    if (node.find("replicas").isPresent()) {
      throw node.require("replicas").error("and load exclude each other; keep one");
    }
    double requestsPerSecond = load.get().number(0, 1e9);
    ConfigNode throughput = node.require("throughput");
    return throughput.checked(() -> new Need.Load(requestsPerSecond, throughput.numbers(1e9)));
  }

  private static Spread spread(ConfigNode node) {
    node.allow("over", "at_least");
    return new Spread(
        node.require("over").oneOf(FailureDomain.class), node.require("at_least").integer(1, 1000));
  }

  private static Quota quota(ConfigNode node) {
    node.allow("cloud", "region", "zone", "instance_type", "purchase", "resource", "limit");
    return new Quota(
        textOr(node, "cloud"),
        textOr(node, "region"),
        textOr(node, "zone"),
        textOr(node, "instance_type"),
        node.find("purchase").map(bought -> bought.oneOf(Purchase.class)),
        node.require("resource").oneOf(QuotaResource.class),
        node.require("limit").number(0, 1e9));
  }

  private Transfer transfer(ConfigNode node) {
    node.allow("from", "to", "gib_per_hour");
    ConfigNode from = node.require("from").allow("cloud", "region");
    return new Transfer(
        from.require("cloud").text(),
        from.require("region").text(),
        workloads.refer(node.require("to")),
        node.require("gib_per_hour").number(0, 1e9));
  }

  private List<EgressTier> egress(ConfigNode node) {
    if (node.isList()) {
      return node.list(ProblemReader::tier);
    }
    return EgressTable.tiers(node.file(folder));
  }

  private static EgressTier tier(ConfigNode node) {
    node.allow("cloud", "from", "to", "tier_from_gib", "tier_to_gib", "usd_per_gib");
    return node.checked(
        () ->
            new EgressTier(
                node.require("cloud").text(),
                node.require("from").text(),
                node.require("to").text(),
                node.require("tier_from_gib").number(0, ANY),
                node.numberOr("tier_to_gib", Double.POSITIVE_INFINITY, ANY),
                Money.micros(node.require("usd_per_gib").number(0, 1e6))));
  }

  private static Objective objective(ConfigNode node) {
    node.allow("alpha", "beta", "churn");
    return new Objective(
        node.numberOr("alpha", 0, 1e9),
        node.numberOr("beta", 1, 1e9),
        node.numberOr("churn", 0, 1e9));
  }

  static List<InstanceGroup> groups(ConfigNode node) {
    return node.list(
        group -> {
          group.allow("cloud", "region", "zone", "instance_type", "purchase", "count", "places");
          return group.checked(
              () ->
                  new InstanceGroup(
                      group.require("cloud").text(),
                      group.require("region").text(),
                      textOr(group, "zone"),
                      group.require("instance_type").text(),
                      group.require("purchase").oneOf(Purchase.class),
                      group.require("count").integer(1L, Long.MAX_VALUE),
                      group.find("places").map(ProblemReader::shares).orElse(List.of())));
        });
  }

  static List<Share> shares(ConfigNode node) {
    return node.list(
        share ->
            new Share(
                share.allow("workload", "replicas").require("workload").text(),
                share.require("replicas").integer(1L, Long.MAX_VALUE)));
  }

  static String textOr(ConfigNode node, String key) {
    return node.find(key).map(ConfigNode::textOrEmpty).orElse("");
  }
}
