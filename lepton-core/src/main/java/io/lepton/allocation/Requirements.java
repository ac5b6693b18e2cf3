package io.lepton.allocation;

import io.lepton.config.ConfigNode;
import io.lepton.config.InputException;
import java.util.List;

/**
 * Reads what a workload or a task asks of a machine, as the allocation and schedule files say it.
 */
public final class Requirements {
  /** The largest number of anything. */
  private static final double MOST = 1e9;

  private Requirements() {}

  /**
   * {@code vcpus} and {@code memory_gib}; what is not told is 0.
   *
   * @throws InputException for another key, and for what is no number
   */
  public static Demand demand(ConfigNode node) {
    node.allow("vcpus", "memory_gib");
    return new Demand(node.numberOr("vcpus", 0, MOST), node.numberOr("memory_gib", 0, MOST));
  }

  /**
   * {@code type} and {@code count}, which is 1 where it is not told.
   *
   * @throws InputException for another key, without a type, and for a count that is none
   */
  public static Accelerator accelerator(ConfigNode node) {
    node.allow("type", "count");
    return node.checked(
        () -> new Accelerator(node.require("type").text(), node.numberOr("count", 1, MOST)));
  }

  /**
   * {@code clouds}, {@code regions} and {@code purchase}: lists of which what is not told allows
   * all.
   *
   * @throws InputException for another key, and for a way to buy that is none
   */
  public static Allow allow(ConfigNode node) {
    node.allow("clouds", "regions", "purchase");
    return new Allow(
        node.find("clouds").map(list -> list.list(ConfigNode::text)).orElse(List.of()),
        node.find("regions").map(list -> list.list(ConfigNode::text)).orElse(List.of()),
        node.find("purchase")
            .map(list -> list.list(item -> item.oneOf(Purchase.class)))
            .orElse(List.of()));
  }
}
