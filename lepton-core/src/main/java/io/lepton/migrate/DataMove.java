package io.lepton.migrate;

import io.lepton.config.ConfigNode;
import io.lepton.spi.Place;
import io.lepton.transfer.Mirror;
import io.lepton.transfer.TransferFilter;
import io.lepton.transfer.TransferStrategy;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One entry of {@code data}: a transfer of the migration.
 *
 * @param from the source
 * @param to the target
 * @param strategy which objects are copied
 * @param filter which objects take part
 * @param mirror whether the target loses what the source lacks
 */
public record DataMove(
    Place from,
    Place to,
    TransferStrategy strategy,
    TransferFilter filter,
    Optional<Mirror> mirror) {

  public DataMove {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(strategy, "strategy");
    Objects.requireNonNull(filter, "filter");
    Objects.requireNonNull(mirror, "mirror");
  }

  /** Everything that differs. */
  public static DataMove of(Place from, Place to) {
    return new DataMove(
        from, to, TransferStrategy.INCREMENTAL, TransferFilter.everything(), Optional.empty());
  }

  static DataMove read(ConfigNode node, Path folder) {
    node.allow(
        "from",
        "to",
        "strategy",
        "include",
        "exclude",
        "min_size",
        "max_size",
        "mirror",
        "max_delete");
    TransferFilter filter =
        new TransferFilter(
            globs(node, "include"),
            globs(node, "exclude"),
            size(node, "min_size"),
            size(node, "max_size"),
            Optional.empty(),
            List.of());
    boolean mirrored = node.find("mirror").map(ConfigNode::bool).orElse(false);
    Optional<Long> maxDelete =
        node.find("max_delete").map(value -> value.integer(0L, Long.MAX_VALUE));
    if (maxDelete.isPresent() && !mirrored) {
      throw node.require("max_delete").error("has no use without 'mirror: true'");
    }
    return new DataMove(
        node.require("from").parse(text -> Place.parse(text, folder)),
        node.require("to").parse(text -> Place.parse(text, folder)),
        node.find("strategy")
            .map(value -> value.oneOf(TransferStrategy.class))
            .orElse(TransferStrategy.INCREMENTAL),
        filter,
        mirrored
            ? Optional.of(Mirror.maxDelete(maxDelete.orElse(Mirror.DEFAULT_MAX_DELETE)))
            : Optional.empty());
  }

  private static List<String> globs(ConfigNode node, String key) {
    return node.find(key)
        .map(value -> value.list(glob -> glob.parse(TransferFilter::glob)))
        .orElse(List.of());
  }

  private static OptionalLong size(ConfigNode node, String key) {
    return node.find(key)
        .map(value -> OptionalLong.of(value.integer(0L, Long.MAX_VALUE)))
        .orElse(OptionalLong.empty());
  }
}
