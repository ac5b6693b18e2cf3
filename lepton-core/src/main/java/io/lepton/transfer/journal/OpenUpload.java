package io.lepton.transfer.journal;

import io.lepton.spi.storage.MultipartUpload;
import java.util.Objects;
import java.util.Optional;

/**
 * A multipart upload that this transfer means to start or has started.
 *
 * @param key the object
 * @param uploadId the store's name for it; empty when the process ended before it was known, so
 *     that the store may hold an upload that nobody names
 * @param sourceVersion the version whose parts it holds
 * @param partBytes length of every part but the last
 * @param metadataDigest tells whether the metadata that it was started with is still right
 */
public record OpenUpload(
    String key,
    Optional<String> uploadId,
    String sourceVersion,
    long partBytes,
    String metadataDigest) {

  public OpenUpload {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(uploadId, "uploadId");
    Objects.requireNonNull(sourceVersion, "sourceVersion");
    Objects.requireNonNull(metadataDigest, "metadataDigest");
  }

  /** The same with the store's name for it. */
  public OpenUpload started(MultipartUpload upload) {
    return new OpenUpload(key, Optional.of(upload.id()), sourceVersion, partBytes, metadataDigest);
  }

  /** The upload, when its name is known. */
  public Optional<MultipartUpload> upload() {
    return uploadId.map(id -> new MultipartUpload(key, id));
  }
}
