package io.lepton.image;

import java.util.List;
import java.util.Objects;

/**
 * An image that is at its target.
 *
 * @param reference what to deploy: {@code repository@sha256:...}, or the {@code file:} or {@code
 *     oci:} place
 * @param digest of the manifest, {@code sha256:...}: the image's identity in a registry
 * @param imageId digest of its configuration, {@code sha256:...}: its identity where it runs
 * @param tags put on it
 * @param sizeBytes compressed size of {@code layers}
 * @param layers that were added to the base, lowest first
 */
public record ImageResult(
    String reference,
    String digest,
    String imageId,
    List<String> tags,
    long sizeBytes,
    List<Layer> layers) {

  public ImageResult {
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(imageId, "imageId");
    tags = List.copyOf(tags);
    layers = List.copyOf(layers);
  }

  /**
   * A layer above the base.
   *
   * @param name what it holds: {@code natives}, {@code dependencies}, {@code lepton}, {@code model}
   * @param digest of its compressed bytes, {@code sha256:...}
   * @param sizeBytes its compressed size
   */
  public record Layer(String name, String digest, long sizeBytes) {
    public Layer {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(digest, "digest");
    }
  }
}
