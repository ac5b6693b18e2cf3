package io.lepton.migrate;

import io.lepton.event.LeptonEvent;
import io.lepton.image.ImageRequest;
import io.lepton.image.ImageResult;
import io.lepton.image.ImageStep;
import io.lepton.image.ImageTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Packs model and inference server into an image and puts it where the platform finds it. */
final class ImageStage implements Stage<ImageResult> {
  private final ImageSpec spec;
  private final ServedModel model;
  private final Path servingLibraries;
  private final Path cache;

  ImageStage(ImageSpec spec, ServedModel model, Path servingLibraries, Path cache) {
    this.spec = spec;
    this.model = model;
    this.servingLibraries = servingLibraries;
    this.cache = cache;
  }

  private record Inputs(ImageSpec spec, String modelDigest, TreeMap<String, Long> libraries) {}

  @Override
  public String id() {
    return "image";
  }

  @Override
  public String title() {
    return "pack the serving image";
  }

  @Override
  public Class<ImageResult> resultType() {
    return ImageResult.class;
  }

  /** Libraries are told apart by name and size; the build itself goes by their content. */
  @Override
  public Object inputs(Results earlier) {
    TreeMap<String, Long> libraries = new TreeMap<>();
    try (Stream<Path> jars = Files.list(servingLibraries)) {
      for (Path jar : jars.toList()) {
        libraries.put(jar.getFileName().toString(), Files.size(jar));
      }
    } catch (IOException e) {
      throw new StepFailedException(
          servingLibraries + " holds no serving libraries: " + e.getMessage(), e);
    }
    return new Inputs(spec, model.digest(earlier), libraries);
  }

  @Override
  public List<String> explain(Results earlier) {
    return List.of("to   " + describe(), "base " + base());
  }

  private String describe() {
    ImageTarget target = spec.target();
    if (target instanceof ImageTarget.Registry registry) {
      return registry.repository() + " " + registry.tags();
    }
    return local().map(Path::toString).orElse("");
  }

  private String base() {
    return switch (spec.base().getClass().getSimpleName()) {
      case "Scratch" -> "none: the platform brings Java";
      default -> spec.base().toString();
    };
  }

  /** The tarball or layout folder, where the image is one. */
  private Optional<Path> local() {
    if (spec.target() instanceof ImageTarget.Tarball tarball) {
      return Optional.of(tarball.file());
    }
    if (spec.target() instanceof ImageTarget.Layout layout) {
      return Optional.of(layout.folder());
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> drift(ImageResult result) {
    return local().filter(path -> !Files.exists(path)).map(path -> path + " is gone");
  }

  @Override
  public ImageResult run(Results earlier, Consumer<LeptonEvent> events) {
    return new ImageStep(cache, events)
        .run(
            ImageRequest.of(model.folder(earlier, events), spec.target())
                .base(spec.base())
                .classPath(List.of(servingLibraries))
                .build());
  }

  @Override
  public List<String> undo(Undo undo, Consumer<LeptonEvent> events) {
    if (spec.target() instanceof ImageTarget.Registry) {
      return List.of(
          "image " + describe() + " stays in its registry; delete it with the registry's tools");
    }
    local().ifPresent(Folders::delete);
    return List.of();
  }
}
