package io.lepton.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.cache.Cache;
import com.google.cloud.tools.jib.cache.CachedLayer;
import com.google.cloud.tools.jib.event.events.ProgressEvent;
import com.google.cloud.tools.jib.event.progress.ProgressEventHandler;
import com.google.common.collect.ImmutableList;
import io.lepton.config.InputException;
import io.lepton.event.LeptonEvent;
import io.lepton.spi.CloudException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds an image and puts it at its target, without a container daemon.
 *
 * <p><b>Reproducible.</b> The same inputs give the same digest, whenever and from wherever they are
 * built: no date, owner, permission or order of this machine enters the image.
 *
 * <p><b>Idempotent.</b> Running again changes nothing at the target: layers that a registry has are
 * not sent again, and a tarball is replaced by equal bytes in one step. Killed at any moment, a
 * registry holds at most layers that no image refers to, and no part of a tarball is ever seen.
 *
 * <p>Layers are kept in a cache folder, so that a second build packs only what changed. Credentials
 * come from Docker's own configuration and credential helpers. Plain HTTP and unknown certificates
 * are accepted from registries on a loopback address only.
 *
 * <p>Thread safe.
 */
public final class ImageStep {
  /** Label that holds the digest of the model's files. */
  public static final String MODEL_DIGEST = "io.lepton.model.digest";

  /** Label that holds the digest of the class path's files. */
  public static final String CLASS_PATH_DIGEST = "io.lepton.classpath.digest";

  private static final String STEP = "image";
  private static final Logger LOG = LoggerFactory.getLogger(ImageStep.class);

  private final Path cache;
  private final Consumer<LeptonEvent> events;

  /**
   * A step that keeps layers in {@code cache} and tells its progress to {@code events}.
   *
   * @param cache a folder of this user, created when it is missing; may be shared and deleted
   */
  public ImageStep(Path cache, Consumer<LeptonEvent> events) {
    this.cache = cache;
    this.events = events;
  }

  /**
   * Builds the image and puts it at its target.
   *
   * @throws InputException when a file of the request is missing, a class path entry is there
   *     twice, the base does not exist, or a file changed during the build
   * @throws CloudException PERMISSION_DENIED when a registry refuses; UNKNOWN and retryable when it
   *     cannot be reached; CANCELLED when the thread was interrupted
   */
  public ImageResult run(ImageRequest request) {
    try (HttpLogs quiet = HttpLogs.redirect()) {
      ContentStage stage = new ContentStage(cache);
      List<SourceFile> classPath = stage.classPath(request.classPath());
      List<SourceFile> model = stage.model(request.model());
      List<FileEntriesLayer> layers = ImageLayers.of(classPath, model);
      RegistryReach.check(request);
      ImageBase base =
          new BaseImages(cache, this::containerizer).reachable(request.base(), request);
      JibContainerBuilder image =
          describe(BaseImages.open(base), request, base)
              .setLabels(labels(request, classPath, model))
              .setFileEntriesLayers(layers);
      ImageResult result = write(image, request, layers);
      classPath.forEach(SourceFile::requireUnchanged);
      model.forEach(SourceFile::requireUnchanged);
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ImageFailures.cancelled(request, e);
    } catch (InputException | CloudException e) {
      throw e;
    } catch (Exception e) {
      throw ImageFailures.translate(request, e);
    }
  }

  private JibContainerBuilder describe(
      JibContainerBuilder image, ImageRequest request, ImageBase base) {
    List<String> entryPoint = new ArrayList<>(List.of("java"));
    entryPoint.addAll(request.jvmFlags());
    entryPoint.addAll(List.of("-cp", "lib/*", request.mainClass(), "--model"));
    String model =
        Files.isDirectory(request.model()) ? "model" : "model/" + request.model().getFileName();
    entryPoint.add(model);
    entryPoint.addAll(request.arguments());
    // Jib takes the platform from a tarball itself, and refuses a differing wish.
    if (!(base instanceof ImageBase.Tarball)) {
      image.setPlatforms(Set.of(new Platform(request.architecture(), "linux")));
    }
    return image
        .setCreationTime(Instant.EPOCH)
        .setFormat(docker(request.target()) ? ImageFormat.Docker : ImageFormat.OCI)
        .setWorkingDirectory(ImageLayers.APP)
        .setEnvironment(new TreeMap<>(request.environment()))
        .setExposedPorts(Port.tcp(ImageRequest.PORT))
        .setEntrypoint(entryPoint);
  }

  private static boolean docker(ImageTarget target) {
    return target instanceof ImageTarget.Tarball tarball
        && tarball.format() == ImageTarget.Format.DOCKER;
  }

  private static Map<String, String> labels(
      ImageRequest request, List<SourceFile> classPath, List<SourceFile> model) {
    Map<String, String> labels = new TreeMap<>(request.labels());
    labels.put(MODEL_DIGEST, ContentStage.digest(model));
    labels.put(CLASS_PATH_DIGEST, ContentStage.digest(classPath));
    if (request.base() instanceof ImageBase.Registry registry) {
      labels.putIfAbsent("org.opencontainers.image.base.name", registry.reference());
    }
    return labels;
  }

  private ImageResult write(
      JibContainerBuilder image, ImageRequest request, List<FileEntriesLayer> layers)
      throws Exception {
    ImageTarget target = request.target();
    if (target instanceof ImageTarget.Registry registry) {
      JibContainer built = push(image, registry);
      return result(
          registry.repository() + "@" + built.getDigest(), built, registry.tags(), layers);
    }
    if (target instanceof ImageTarget.Tarball tarball) {
      JibContainer built = pack(image, tarball.file());
      return result("file:" + tarball.file(), built, List.of("latest"), layers);
    }
    Path folder = ((ImageTarget.Layout) target).folder();
    Path tarball = Files.createDirectories(cache).resolve("layout-" + System.nanoTime() + ".tar");
    try {
      JibContainer built = pack(image, tarball);
      OciLayout.unpack(tarball, folder);
      return result("oci:" + folder, built, List.of("latest"), layers);
    } finally {
      Files.deleteIfExists(tarball);
    }
  }

  private JibContainer push(JibContainerBuilder image, ImageTarget.Registry target)
      throws Exception {
    ImageReference reference =
        ImageReference.parse(target.repository() + ":" + target.tags().get(0));
    Containerizer to = Containerizer.to(BaseImages.withCredentials(reference));
    target.tags().stream().skip(1).forEach(to::withAdditionalTag);
    return image.containerize(
        containerizer(to).setAllowInsecureRegistries(References.loopback(reference.getRegistry())));
  }

  private JibContainer pack(JibContainerBuilder image, Path file) throws Exception {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path unfinished = Files.createTempFile(folder, "." + file.getFileName(), ".part");
    try {
      // The name in the tarball must not tell where it was written, or digests would differ.
      TarImage tarball = TarImage.at(unfinished).named("lepton/" + imageName(file) + ":latest");
      JibContainer built = image.containerize(containerizer(Containerizer.to(tarball)));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      return built;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static String imageName(Path file) {
    String stem = file.getFileName().toString().replaceFirst("(\\.oci)?\\.tar$", "");
    String name =
        stem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return name.isEmpty() ? "image" : name;
  }

  private Containerizer containerizer(Containerizer to) {
    return to.setBaseImageLayersCache(cache.resolve("base"))
        .setApplicationLayersCache(cache.resolve("layers"))
        .setToolName("lepton")
        .setToolVersion("image")
        .addEventHandler(LogEvent.class, event -> LOG.debug("{}", event.getMessage()))
        .addEventHandler(
            ProgressEvent.class, new ProgressEventHandler(new PercentTeller(STEP, events)));
  }

  private ImageResult result(
      String reference, JibContainer built, List<String> tags, List<FileEntriesLayer> layers)
      throws Exception {
    Cache packed = Cache.withDirectory(cache.resolve("layers"));
    List<ImageResult.Layer> found = new ArrayList<>();
    long sizeBytes = 0;
    for (FileEntriesLayer layer : layers) {
      ImmutableList<FileEntry> entries = ImmutableList.copyOf(layer.getEntries());
      CachedLayer cached =
          packed
              .retrieve(entries)
              .orElseThrow(() -> new IOException("layer " + layer.getName() + " left the cache"));
      found.add(
          new ImageResult.Layer(layer.getName(), cached.getDigest().toString(), cached.getSize()));
      sizeBytes += cached.getSize();
    }
    return new ImageResult(
        reference,
        built.getDigest().toString(),
        built.getImageId().toString(),
        tags,
        sizeBytes,
        found);
  }
}
