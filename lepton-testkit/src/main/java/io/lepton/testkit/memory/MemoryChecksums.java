package io.lepton.testkit.memory;

import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ContentDigest;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * Which digests a world in memory knows of its objects.
 *
 * @param known computed when an object is stored
 * @param ofParts whether the store tells the CRC32C of a part
 * @param listed whether listings tell them
 * @param versions whether the version of an object is a digest of its content too
 */
record MemoryChecksums(
    Set<ChecksumAlgorithm> known, boolean ofParts, boolean listed, boolean versions) {

  MemoryChecksums {
    known = Set.copyOf(known);
  }

  static MemoryChecksums standard() {
    return new MemoryChecksums(Set.of(ChecksumAlgorithm.CRC32C), true, true, false);
  }

  MemoryChecksums knowing(Set<ChecksumAlgorithm> algorithms) {
    return new MemoryChecksums(algorithms, false, listed, versions);
  }

  MemoryChecksums notListed() {
    return new MemoryChecksums(known, ofParts, false, versions);
  }

  MemoryChecksums asVersions() {
    return new MemoryChecksums(known, ofParts, listed, true);
  }

  Optional<String> version(ByteBuffer content) {
    return versions
        ? Optional.of(ContentDigest.of(ChecksumAlgorithm.MD5, content).hex())
        : Optional.empty();
  }

  Checksums of(ByteBuffer content) {
    return Checksums.of(
        known.stream()
            .map(algorithm -> ContentDigest.of(algorithm, content))
            .toArray(Checksum[]::new));
  }

  Optional<Checksum> ofPart(ByteBuffer content) {
    return ofParts
        ? Optional.of(ContentDigest.of(ChecksumAlgorithm.CRC32C, content))
        : Optional.empty();
  }
}
