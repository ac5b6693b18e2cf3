package io.lepton.migrate;

import io.lepton.allocation.Objective;
import io.lepton.config.ConfigNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The {@code allocate} section: from which offers the machines of the service are chosen, and what
 * counts.
 *
 * @param catalog CSV file of offers
 * @param clouds ids of the clouds to choose from; empty allows all of the catalog
 * @param objective what is minimised
 */
public record AllocateSpec(Path catalog, List<String> clouds, Objective objective) {

  public AllocateSpec {
    Objects.requireNonNull(catalog, "catalog");
    Objects.requireNonNull(objective, "objective");
    clouds = List.copyOf(clouds);
  }

  /** Reads the section; a relative catalog starts at {@code folder}. */
  public static AllocateSpec read(ConfigNode node, Path folder) {
    node.allow("catalog", "clouds", "objective");
    return new AllocateSpec(
        node.require("catalog").parse(text -> file(folder.resolve(text))),
        node.find("clouds").map(value -> value.list(ConfigNode::text)).orElse(List.of()),
        node.find("objective").map(AllocateSpec::objective).orElse(Objective.COST));
  }

  private static Path file(Path catalog) {
    if (!Files.isRegularFile(catalog)) {
      throw new IllegalArgumentException("there is no catalog " + catalog);
    }
    return catalog;
  }

  private static Objective objective(ConfigNode node) {
    node.allow("alpha", "beta", "churn");
    return new Objective(
        weight(node, "alpha", Objective.COST.alpha()),
        weight(node, "beta", Objective.COST.beta()),
        weight(node, "churn", Objective.COST.churn()));
  }

  private static double weight(ConfigNode node, String key, double otherwise) {
    return node.find(key).map(value -> value.number(0, 1e9)).orElse(otherwise);
  }
}
