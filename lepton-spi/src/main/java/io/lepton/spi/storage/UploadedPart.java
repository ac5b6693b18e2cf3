package io.lepton.spi.storage;

import java.util.Objects;
import java.util.Optional;

/**
 * A part that the store holds.
 *
 * @param number from 1
 * @param sizeBytes its length
 * @param etag the store's own name for its content, needed to complete the upload
 * @param checksum its digest where the store tells
 */
public record UploadedPart(int number, long sizeBytes, String etag, Optional<Checksum> checksum) {

  public UploadedPart {
    Objects.requireNonNull(etag, "etag");
    Objects.requireNonNull(checksum, "checksum");
    if (number < 1 || sizeBytes < 0) {
      throw new IllegalArgumentException("part " + number + " of " + sizeBytes + " bytes");
    }
  }
}
