package io.lepton.migrate;

import io.lepton.config.ConfigNode;
import io.lepton.image.ImageBase;
import io.lepton.image.ImageTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The {@code image} section: where the serving image goes and what it stands on.
 *
 * @param target a registry's repository, a tarball or a layout folder
 * @param base what it stands on
 */
public record ImageSpec(ImageTarget target, ImageBase base) {

  public ImageSpec {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(base, "base");
  }

  /** Reads the section; relative paths start at {@code folder}. */
  public static ImageSpec read(ConfigNode node, Path folder) {
    node.allow("name", "base", "tags");
    List<String> tags =
        node.find("tags").map(value -> value.list(ConfigNode::text)).orElse(List.of());
    return new ImageSpec(
        node.require("name").parse(text -> ImageTarget.parse(text, tags, folder)),
        node.find("base")
            .map(value -> value.parse(text -> ImageBase.parse(text, folder)))
            .orElse(new ImageBase.Scratch()));
  }
}
