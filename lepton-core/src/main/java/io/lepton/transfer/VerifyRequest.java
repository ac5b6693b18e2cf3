package io.lepton.transfer;

import io.lepton.config.InputException;
import io.lepton.spi.Place;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What to compare.
 *
 * @param reference what the target should hold
 * @param target the place to check
 * @param filter which keys take part; on both sides
 * @param depth how the proof is made
 * @param parallelism comparisons at once
 */
public record VerifyRequest(
    Reference reference, Place target, TransferFilter filter, Depth depth, int parallelism) {

  public VerifyRequest {
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(filter, "filter");
    Objects.requireNonNull(depth, "depth");
    if (parallelism < 1) {
      throw new InputException("parallel must be at least 1, not " + parallelism);
    }
    if (!filter.contentTypes().isEmpty() || filter.newerThan().isPresent()) {
      throw new InputException("verify filters by key and size only, not by content type or age");
    }
  }

  /** Compares two places, by the digests that both stores know and by reading where they do not. */
  public static VerifyRequest of(Place source, Place target) {
    return new VerifyRequest(
        new Reference.Source(source),
        target,
        TransferFilter.everything(),
        Depth.KNOWN_DIGESTS,
        Transfer.defaultParallelism(source, target));
  }

  /** Compares a place with what a manifest says it should hold; the source is not needed. */
  public static VerifyRequest against(Path manifest, Place target) {
    return new VerifyRequest(
        new Reference.Manifest(manifest),
        target,
        TransferFilter.everything(),
        Depth.KNOWN_DIGESTS,
        Transfer.defaultParallelism(target, target));
  }

  /** The same for some keys only. */
  public VerifyRequest filter(TransferFilter value) {
    return new VerifyRequest(reference, target, value, depth, parallelism);
  }

  /** The same, made in another way. */
  public VerifyRequest depth(Depth value) {
    return new VerifyRequest(reference, target, filter, value, parallelism);
  }

  /** The same with so many comparisons at once. */
  public VerifyRequest parallelism(int value) {
    return new VerifyRequest(reference, target, filter, depth, value);
  }

  /** What the target should hold. */
  public sealed interface Reference {
    /**
     * The objects of another place.
     *
     * @param place that place
     */
    record Source(Place place) implements Reference {}

    /**
     * The objects that a manifest lists.
     *
     * @param file written by a transfer
     */
    record Manifest(Path file) implements Reference {}
  }

  /** How the proof is made. */
  public enum Depth {
    /** By digests that both stores know without reading; content is read only where they lack. */
    KNOWN_DIGESTS,
    /** By reading every object, trusting no stored digest. */
    READ_EVERYTHING
  }
}
