package io.lepton.transfer.journal;

import io.lepton.spi.storage.UploadedPart;
import java.util.Objects;
import java.util.Optional;

/**
 * A part that is durable at the target.
 *
 * @param uploadId the upload that it belongs to
 * @param number from 1
 * @param sizeBytes its length
 * @param etag the store's name for its content
 * @param crc32c of the bytes as they were read at the source
 */
public record FinishedPart(String uploadId, int number, long sizeBytes, String etag, long crc32c) {

  public FinishedPart {
    Objects.requireNonNull(uploadId, "uploadId");
    Objects.requireNonNull(etag, "etag");
  }

  /** As the store wants it to complete the upload. */
  public UploadedPart uploaded() {
    return new UploadedPart(number, sizeBytes, etag, Optional.empty());
  }
}
