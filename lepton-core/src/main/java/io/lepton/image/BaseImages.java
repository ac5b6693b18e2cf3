package io.lepton.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.common.hash.Hashing;
import io.lepton.config.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens base images. */
final class BaseImages {
  private static final Logger LOG = LoggerFactory.getLogger(BaseImages.class);

  private final Path cache;
  private final UnaryOperator<Containerizer> settings;

  BaseImages(Path cache, UnaryOperator<Containerizer> settings) {
    this.cache = cache;
    this.settings = settings;
  }

  /**
   * The base in a form from which the build may start. Jib has one switch for plain HTTP, for base
   * and target together; where only one of them is on this machine, the base is fetched on its own
   * first, so that the other is never spoken to without TLS.
   */
  ImageBase reachable(ImageBase base, ImageRequest request) throws Exception {
    if (base instanceof ImageBase.Tarball tarball) {
      requireDockerFormat(tarball.file());
      return base;
    }
    if (!(base instanceof ImageBase.Registry registry)) {
      return base;
    }
    boolean local =
        References.loopback(References.parse(registry.reference(), "base").getRegistry());
    boolean allowed =
        request.target() instanceof ImageTarget.Registry target
            && References.loopback(target.repository().replaceFirst("/.*", ""));
    return local == allowed ? base : fetch(registry, request.architecture(), local);
  }

  private ImageBase fetch(ImageBase.Registry base, String architecture, boolean local)
      throws Exception {
    String name = Hashing.sha256().hashString(base.reference(), StandardCharsets.UTF_8).toString();
    Path file = Files.createDirectories(cache.resolve("base")).resolve(name + ".tar");
    Path unfinished = Files.createTempFile(cache.resolve("base"), name, ".part");
    try {
      open(base)
          .setPlatforms(Set.of(new Platform(architecture, "linux")))
          .setCreationTime(Instant.EPOCH)
          .containerize(
              settings
                  .apply(Containerizer.to(TarImage.at(unfinished).named("lepton/base")))
                  .setAllowInsecureRegistries(local));
      Files.move(unfinished, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    return new ImageBase.Tarball(file);
  }

  /** Starts an image on a base. */
  static JibContainerBuilder open(ImageBase base) {
    if (base instanceof ImageBase.Registry registry) {
      return Jib.from(withCredentials(References.parse(registry.reference(), "base")));
    }
    if (base instanceof ImageBase.Tarball tarball) {
      return Jib.from(TarImage.at(tarball.file()));
    }
    return Jib.fromScratch();
  }

  /** The image with what Docker itself would log in with. */
  static RegistryImage withCredentials(ImageReference reference) {
    Consumer<LogEvent> log = event -> LOG.debug("{}", event.getMessage());
    CredentialRetrieverFactory credentials = CredentialRetrieverFactory.forImage(reference, log);
    RegistryImage image = RegistryImage.named(reference);
    String configured = System.getenv("DOCKER_CONFIG");
    if (configured != null && !configured.isBlank()) {
      image.addCredentialRetriever(credentials.dockerConfig(Path.of(configured, "config.json")));
    }
    return image
        .addCredentialRetriever(credentials.dockerConfig())
        .addCredentialRetriever(credentials.wellKnownCredentialHelpers())
        .addCredentialRetriever(credentials.googleApplicationDefaultCredentials());
  }

  private static void requireDockerFormat(Path file) throws IOException {
    boolean oci = false;
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().equals("manifest.json")) {
          return;
        }
        oci |= entry.getName().equals("oci-layout");
      }
    } catch (java.nio.file.NoSuchFileException e) {
      throw new InputException("base file:" + file + " does not exist", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(
          "base file:" + file + " is no tarball; docker save or podman save write one", e);
    }
    throw new InputException(
        "base file:"
            + file
            + (oci
                ? " is an OCI layout; write it in docker's format: podman save --format"
                    + " docker-archive, or skopeo copy oci-archive:... docker-archive:..."
                : " holds no image; docker save or podman save write one"));
  }
}
