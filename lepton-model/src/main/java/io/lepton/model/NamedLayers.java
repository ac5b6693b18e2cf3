package io.lepton.model;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;

/** A sequence whose blocks keep the names that {@code model.json} gives them. */
final class NamedLayers extends SequentialBlock {

  /** Adds a block at the end; DJL puts its two-digit position before the name. */
  void add(String name, Block block) {
    addChildBlock(name, block);
  }
}
