package io.lepton.allocation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lepton.json.JsonTree;
import io.lepton.spi.price.EgressTier;
import io.lepton.spi.price.Offer;
import java.util.Collection;

/** Writes a problem with the keys that {@link ProblemReader} reads. */
final class ProblemWriter {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ProblemWriter() {}

  static String write(AllocationProblem problem) {
    ObjectNode root = NODES.objectNode();
    ArrayNode offers = root.putArray("offers");
    problem.offers().forEach(offer -> offers.add(offer(offer)));
    ArrayNode workloads = root.putArray("workloads");
    problem.workloads().forEach(workload -> workloads.add(workload(workload)));
    ArrayNode quotas = root.putArray("quotas");
    problem.quotas().forEach(quota -> quotas.add(quota(quota)));
    ArrayNode transfers = root.putArray("transfers");
    for (Transfer transfer : problem.transfers()) {
      ObjectNode node = transfers.addObject();
      node.putObject("from").put("cloud", transfer.cloud()).put("region", transfer.region());
      node.put("to", transfer.to()).put("gib_per_hour", transfer.gibPerHour());
    }
    ArrayNode egress = root.putArray("egress");
    problem.egress().forEach(tier -> egress.add(tier(tier)));
    root.putObject("objective")
        .put("alpha", problem.objective().alpha())
        .put("beta", problem.objective().beta())
        .put("churn", problem.objective().churn());
    root.set("current", groups(problem.current()));
    problem.timeLimit().ifPresent(limit -> root.put("time_limit_ms", limit.toNanos() / 1e6));
    return JsonTree.pretty(root);
  }

  static ArrayNode groups(Collection<InstanceGroup> groups) {
    ArrayNode array = NODES.arrayNode();
    for (InstanceGroup group : groups) {
      ObjectNode node = array.addObject();
      node.put("cloud", group.cloud()).put("region", group.region()).put("zone", group.zone());
      node.put("instance_type", group.instanceType()).put("purchase", group.purchase().text());
      node.put("count", group.count());
      node.set("places", shares(group.places()));
    }
    return array;
  }

  static ArrayNode shares(Collection<Share> shares) {
    ArrayNode array = NODES.arrayNode();
    for (Share share : shares) {
      array.addObject().put("workload", share.workload()).put("replicas", share.replicas());
    }
    return array;
  }

  private static ObjectNode offer(Offer offer) {
    ObjectNode node = NODES.objectNode();
    node.put("cloud", offer.cloud()).put("region", offer.region()).put("zone", offer.zone());
    node.put("instance_type", offer.instanceType());
    node.put("vcpus", offer.vcpus()).put("memory_gib", offer.memoryGib());
    if (!offer.accelerator().isEmpty()) {
      node.put("accelerator", offer.accelerator());
    }
    if (offer.acceleratorCount() > 0) {
      node.put("accelerator_count", offer.acceleratorCount());
    }
    offer
        .onDemandMicrosPerHour()
        .ifPresent(micros -> node.put("price_per_hour_usd", Money.usd(micros)));
    offer
        .spotMicrosPerHour()
        .ifPresent(micros -> node.put("spot_price_per_hour_usd", Money.usd(micros)));
    return node;
  }

  private static ObjectNode workload(Workload workload) {
    ObjectNode node = NODES.objectNode();
    node.put("name", workload.name());
    if (workload.need() instanceof Need.Load load) {
      node.put("load", load.requestsPerSecond());
      ObjectNode rates = node.putObject("throughput");
      load.throughput().forEach(rates::put);
    } else if (workload.need() instanceof Need.Replicas replicas) {
      node.put("replicas", replicas.count());
    }
    node.putObject("demand")
        .put("vcpus", workload.demand().vcpus())
        .put("memory_gib", workload.demand().memoryGib());
    workload
        .accelerator()
        .ifPresent(
            wanted ->
                node.putObject("accelerator")
                    .put("type", wanted.type())
                    .put("count", wanted.count()));
    if (!workload.allow().equals(Allow.ANYWHERE)) {
      ObjectNode allow = node.putObject("allow");
      texts(allow, "clouds", workload.allow().clouds());
      texts(allow, "regions", workload.allow().regions());
      texts(allow, "purchase", workload.allow().purchases().stream().map(Purchase::text).toList());
    }
    workload
        .spread()
        .ifPresent(
            spread ->
                node.putObject("spread")
                    .put("over", spread.over().text())
                    .put("at_least", spread.atLeast()));
    if (!workload.latencyMillis().isEmpty()) {
      ObjectNode latency = node.putObject("latency_ms");
      workload.latencyMillis().forEach(latency::put);
    }
    return node;
  }

  private static void texts(ObjectNode node, String key, Collection<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode array = node.putArray(key);
      texts.forEach(array::add);
    }
  }

  private static ObjectNode quota(Quota quota) {
    ObjectNode node = NODES.objectNode();
    putUnlessEmpty(node, "cloud", quota.cloud());
    putUnlessEmpty(node, "region", quota.region());
    putUnlessEmpty(node, "zone", quota.zone());
    putUnlessEmpty(node, "instance_type", quota.instanceType());
    quota.purchase().ifPresent(bought -> node.put("purchase", bought.text()));
    return node.put("resource", quota.resource().text()).put("limit", quota.limit());
  }

  private static void putUnlessEmpty(ObjectNode node, String key, String value) {
    if (!value.isEmpty()) {
      node.put(key, value);
    }
  }

  private static ObjectNode tier(EgressTier tier) {
    ObjectNode node = NODES.objectNode();
    node.put("cloud", tier.cloud()).put("from", tier.from()).put("to", tier.to());
    node.put("tier_from_gib", tier.fromGib());
    if (Double.isFinite(tier.toGib())) {
      node.put("tier_to_gib", tier.toGib());
    }
    return node.put("usd_per_gib", Money.usd(tier.microsPerGib()));
  }
}
