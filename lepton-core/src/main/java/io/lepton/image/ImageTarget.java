package io.lepton.image;

import com.google.cloud.tools.jib.api.ImageReference;
import io.lepton.config.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Where a finished image goes. Told apart by how it is written; see {@link #parse}. */
public sealed interface ImageTarget {

  /**
   * A repository of a registry.
   *
   * @param repository registry and name, without tag or digest: {@code 127.0.0.1:5000/digits}
   * @param tags every tag to put on the image, at least one
   */
  record Registry(String repository, List<String> tags) implements ImageTarget {
    public Registry {
      tags = List.copyOf(tags);
      if (tags.isEmpty()) {
        throw new IllegalArgumentException("an image in a registry needs a tag, such as latest");
      }
    }
  }

  /**
   * One file.
   *
   * @param file the tarball; replaced in one step when it exists
   * @param format what is inside
   */
  record Tarball(Path file, Format format) implements ImageTarget {
    public Tarball {
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(format, "format");
    }
  }

  /**
   * A folder in the OCI image layout, as skopeo and registries' import tools read it.
   *
   * @param folder holds {@code oci-layout}, {@code index.json} and {@code blobs}
   */
  record Layout(Path folder) implements ImageTarget {
    public Layout {
      Objects.requireNonNull(folder, "folder");
    }
  }

  /** What a tarball holds. */
  enum Format {
    /** What {@code docker load} and {@code podman load} read, and what runs as a local process. */
    DOCKER,
    /** The OCI image layout, in a tarball. */
    OCI
  }

  /**
   * Reads a target:
   *
   * <ul>
   *   <li>{@code file:/dir/image.tar}, a tarball for {@code docker load} or {@code podman load};
   *   <li>{@code file:/dir/image.oci.tar}, a tarball in the OCI layout;
   *   <li>{@code oci:/dir}, a folder in the OCI layout;
   *   <li>anything else is a repository: {@code 127.0.0.1:5000/digits}. A tag in it is one of the
   *       tags; without any, the tag is {@code latest}.
   * </ul>
   *
   * @param text the target as written
   * @param tags tags beside the one in the text; a tarball or layout has no use for them
   * @param folder where relative paths start
   * @throws InputException naming the text and how to write it
   */
  static ImageTarget parse(String text, List<String> tags, Path folder) {
    if (text.startsWith("file:")) {
      Path file = References.resolve(text, folder);
      String name = String.valueOf(file.getFileName());
      if (!name.endsWith(".tar")) {
        throw new InputException(
            "image '"
                + text
                + "' must end in .tar (or .oci.tar for the OCI layout); oci:/dir writes a folder");
      }
      return new Tarball(file, name.endsWith(".oci.tar") ? Format.OCI : Format.DOCKER);
    }
    if (text.startsWith("oci:")) {
      return new Layout(References.resolve(text, folder));
    }
    return registry(text, tags);
  }

  private static Registry registry(String text, List<String> tags) {
    ImageReference reference = References.parse(text, "image");
    if (reference.getDigest().isPresent()) {
      throw new InputException(
          "image '" + text + "' names a digest, which only the build can know; write a tag");
    }
    for (String tag : tags) {
      if (!ImageReference.isValidTag(tag)) {
        throw new InputException(
            "tag '" + tag + "' of image " + text + " must be letters, digits, '.', '_' and '-'");
      }
    }
    boolean tagged = text.indexOf(':', text.lastIndexOf('/') + 1) >= 0;
    Stream<String> own =
        tagged || tags.isEmpty() ? Stream.of(reference.getQualifier()) : Stream.empty();
    return new Registry(
        References.repository(reference), Stream.concat(own, tags.stream()).distinct().toList());
  }
}
