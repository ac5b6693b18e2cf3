package io.lepton.deploy;

import io.lepton.config.ConfigNode;

/**
 * What one replica needs.
 *
 * @param vcpus processors, above 0
 * @param memoryGib memory, above 0
 */
public record Demand(double vcpus, double memoryGib) {

  public Demand {
    if (!(vcpus > 0) || !(memoryGib > 0)) {
      throw new IllegalArgumentException(
          "demand needs vcpus and memory_gib above 0, not " + vcpus + " and " + memoryGib);
    }
  }

  static Demand read(ConfigNode node) {
    node.allow("vcpus", "memory_gib");
    return new Demand(
        node.require("vcpus").number(0.01, 1024), node.require("memory_gib").number(0.01, 65_536));
  }
}
