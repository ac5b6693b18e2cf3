package io.lepton.transfer;

import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.content.ReadDigest;
import io.lepton.transfer.manifest.ManifestEntry;
import java.util.Optional;
import java.util.Set;

/**
 * Gathers the manifest of a run in its journal, where it is sorted and takes no memory. Objects
 * whose SHA-256 is neither known nor computed on the way are read for it. Thread safe.
 */
final class ManifestCollector {
  private final RunTools tools;
  private final boolean wanted;

  ManifestCollector(RunTools tools) {
    this.tools = tools;
    this.wanted =
        tools.transfer().manifest().isPresent() && tools.transfer().mode() == Transfer.Mode.APPLY;
  }

  void kept(ObjectInfo object) {
    if (wanted) {
      add(object, object.checksums().get(ChecksumAlgorithm.SHA256));
    }
  }

  void copied(CopiedObject copy) {
    if (wanted) {
      add(copy.source(), copy.sha256());
    }
  }

  private void add(ObjectInfo object, Optional<Checksum> sha256) {
    Optional<Checksum> crc32c = object.checksums().get(ChecksumAlgorithm.CRC32C);
    if (crc32c.isEmpty() || sha256.isEmpty()) {
      ReadDigest digest =
          tools
              .requests()
              .read(
                  () ->
                      tools
                          .reader()
                          .digest(
                              tools.source().store(), object, Set.of(ChecksumAlgorithm.SHA256)));
      crc32c = digest.checksum(ChecksumAlgorithm.CRC32C);
      sha256 = digest.checksum(ChecksumAlgorithm.SHA256);
    }
    tools
        .journal()
        .manifest()
        .add(
            new ManifestEntry(
                object.key(),
                object.sizeBytes(),
                crc32c.orElseThrow().hex(),
                sha256.orElseThrow().hex()));
  }
}
