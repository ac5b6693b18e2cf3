package io.lepton.transfer;

import io.lepton.config.InputException;
import io.lepton.spi.Place;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What to compare.
 *
 * @param reference what the target should hold
 * @param target the place to check
 * @param filter which keys take part; on both sides
 * @param depth how the proof is made
 * @param parallelism most comparisons at once
 * @param sourceKeys keys that the source is encrypted with
 * @param targetKeys keys that the target is encrypted with
 */
public record VerifyRequest(
    Reference reference,
    Place target,
    TransferFilter filter,
    Depth depth,
    int parallelism,
    Optional<KeyReference> sourceKeys,
    Optional<KeyReference> targetKeys) {

  public VerifyRequest {
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(filter, "filter");
    Objects.requireNonNull(depth, "depth");
    Objects.requireNonNull(sourceKeys, "sourceKeys");
    Objects.requireNonNull(targetKeys, "targetKeys");
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
        Transfer.defaultParallelism(source, target),
        Optional.empty(),
        Optional.empty());
  }

  /** Compares a place with what a manifest says it should hold; the source is not needed. */
  public static VerifyRequest against(Path manifest, Place target) {
    return new VerifyRequest(
        new Reference.Manifest(manifest, Optional.empty()),
        target,
        TransferFilter.everything(),
        Depth.KNOWN_DIGESTS,
        Transfer.defaultParallelism(target, target),
        Optional.empty(),
        Optional.empty());
  }

  /** The same against a manifest that carries the signature of {@code keyset}. */
  public static VerifyRequest against(Path manifest, Path keyset, Place target) {
    VerifyRequest unsigned = against(manifest, target);
    return new VerifyRequest(
        new Reference.Manifest(manifest, Optional.of(keyset)),
        target,
        unsigned.filter,
        unsigned.depth,
        unsigned.parallelism,
        Optional.empty(),
        Optional.empty());
  }

  /** The same for some keys only. */
  public VerifyRequest filter(TransferFilter value) {
    return new VerifyRequest(reference, target, value, depth, parallelism, sourceKeys, targetKeys);
  }

  /** The same, made in another way. */
  public VerifyRequest depth(Depth value) {
    return new VerifyRequest(reference, target, filter, value, parallelism, sourceKeys, targetKeys);
  }

  /** The same with so many comparisons at once. */
  public VerifyRequest parallelism(int value) {
    return new VerifyRequest(reference, target, filter, depth, value, sourceKeys, targetKeys);
  }

  /** The same with a source that is encrypted with {@code keys}. */
  public VerifyRequest decryptSource(KeyReference keys) {
    return new VerifyRequest(
        reference, target, filter, depth, parallelism, Optional.of(keys), targetKeys);
  }

  /** The same with a target that is encrypted with {@code keys}. */
  public VerifyRequest decryptTarget(KeyReference keys) {
    return new VerifyRequest(
        reference, target, filter, depth, parallelism, sourceKeys, Optional.of(keys));
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
     * @param signedBy keyset file, public or whole, whose signature it must carry
     */
    record Manifest(Path file, Optional<Path> signedBy) implements Reference {}
  }

  /** How the proof is made. */
  public enum Depth {
    /** By digests that both stores know without reading; content is read only where they lack. */
    KNOWN_DIGESTS,
    /** By reading every object, trusting no stored digest. */
    READ_EVERYTHING
  }
}
