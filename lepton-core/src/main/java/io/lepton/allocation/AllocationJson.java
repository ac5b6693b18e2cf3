package io.lepton.allocation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lepton.config.ConfigFile;
import io.lepton.config.ConfigNode;
import io.lepton.json.JsonTree;
import java.util.List;

/** Writes and reads answers with the keys of DESIGN section 10, and the further figures. */
final class AllocationJson {

  private AllocationJson() {}

  static String write(Allocation answer) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("status", answer.status().name());
    root.put("cost_per_hour_usd", answer.costPerHour());
    root.put("lower_bound_usd", answer.lowerBound());
    root.put("gap", answer.gap());
    root.put("egress_per_hour_usd", answer.egressPerHour());
    root.put("objective", Money.usd(answer.objectiveMicros()));
    root.set("instances", ProblemWriter.groups(answer.instances()));
    root.put("time_ms", answer.timeMillis());
    ArrayNode why = root.putArray("why");
    answer.why().forEach(why::add);
    ArrayNode clouds = root.putArray("per_cloud");
    answer.perCloud().forEach(figures -> clouds.add(figures(figures)));
    root.set("overall", figures(answer.overall()));
    ArrayNode moves = root.putArray("moves");
    answer.moves().forEach(move -> moves.add(move(move)));
    return JsonTree.pretty(root);
  }

  private static ObjectNode figures(CloudFigures figures) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    return node.put("cloud", figures.cloud())
        .put("instances", figures.instances())
        .put("replicas", figures.replicas())
        .put("cost_per_hour_usd", Money.usd(figures.microsPerHour()))
        .put("performance", figures.performance())
        .put("served_per_second", figures.servedPerSecond())
        .put("vcpu_utilisation", figures.vcpuUtilisation())
        .put("memory_utilisation", figures.memoryUtilisation())
        .put("accelerator_utilisation", figures.acceleratorUtilisation());
  }

  private static ObjectNode move(Move move) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("kind", move.kind().name().toLowerCase(java.util.Locale.ROOT));
    node.put("cloud", move.cloud()).put("region", move.region()).put("zone", move.zone());
    node.put("instance_type", move.instanceType()).put("purchase", move.purchase().text());
    node.put("count", move.count());
    node.set("places", ProblemWriter.shares(move.places()));
    return node;
  }

  static Allocation parse(String json) {
    ConfigNode root = ConfigFile.parse(json, "answer");
    return new Allocation(
        root.require("status").oneOf(Status.class),
        micros(root, "cost_per_hour_usd"),
        micros(root, "egress_per_hour_usd"),
        micros(root, "objective"),
        micros(root, "lower_bound_usd"),
        ProblemReader.groups(root.require("instances")),
        root.require("per_cloud").list(AllocationJson::figures),
        figures(root.require("overall")),
        root.require("moves").list(AllocationJson::move),
        root.require("time_ms").integer(0L, Long.MAX_VALUE),
        root.require("why").list(ConfigNode::text));
  }

  private static long micros(ConfigNode node, String key) {
    return node.require(key)
        .parse(text -> new java.math.BigDecimal(text).movePointRight(6).longValueExact());
  }

  private static CloudFigures figures(ConfigNode node) {
    return new CloudFigures(
        node.require("cloud").text(),
        node.require("instances").integer(0L, Long.MAX_VALUE),
        node.require("replicas").integer(0L, Long.MAX_VALUE),
        micros(node, "cost_per_hour_usd"),
        number(node, "performance"),
        number(node, "served_per_second"),
        number(node, "vcpu_utilisation"),
        number(node, "memory_utilisation"),
        number(node, "accelerator_utilisation"));
  }

  private static double number(ConfigNode node, String key) {
    return node.require(key).number(0, Double.MAX_VALUE);
  }

  private static Move move(ConfigNode node) {
    List<Share> places = ProblemReader.shares(node.require("places"));
    return new Move(
        node.require("kind").oneOf(Move.Kind.class),
        node.require("cloud").text(),
        node.require("region").text(),
        ProblemReader.textOr(node, "zone"),
        node.require("instance_type").text(),
        node.require("purchase").oneOf(Purchase.class),
        node.require("count").integer(1L, Long.MAX_VALUE),
        places);
  }
}
