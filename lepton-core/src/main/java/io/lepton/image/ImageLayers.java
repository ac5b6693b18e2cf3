package io.lepton.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sorts files into layers, from what changes least to what changes most, so that a new model sends
 * its own layer only: natives, dependencies, lepton, model.
 */
final class ImageLayers {
  /** Folder of everything. */
  static final AbsoluteUnixPath APP = AbsoluteUnixPath.get("/app");

  private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");

  private ImageLayers() {}

  static List<FileEntriesLayer> of(List<SourceFile> classPath, List<SourceFile> model) {
    List<FileEntriesLayer> layers = new ArrayList<>();
    for (String name : List.of("natives", "dependencies", "lepton")) {
      layers.add(
          layer(name, "lib", classPath.stream().filter(jar -> layerOf(jar.name()).equals(name))));
    }
    layers.add(layer("model", "model", model.stream()));
    return layers.stream().filter(layer -> !layer.getEntries().isEmpty()).toList();
  }

  private static String layerOf(String jar) {
    if (jar.startsWith("lepton-")) {
      return "lepton";
    }
    return jar.contains("-native") ? "natives" : "dependencies";
  }

  private static FileEntriesLayer layer(String name, String folder, Stream<SourceFile> files) {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    files.forEach(
        file ->
            layer.addEntry(
                file.staged(), APP.resolve(folder).resolve(file.name()), READABLE, Instant.EPOCH));
    return layer.build();
  }
}
