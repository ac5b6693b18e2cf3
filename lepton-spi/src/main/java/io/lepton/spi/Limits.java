package io.lepton.spi;

/**
 * Service limits of an object store, as data. All sizes are in bytes.
 *
 * @param minPartSizeBytes smallest part of a multipart upload, except its last
 * @param maxPartSizeBytes largest part
 * @param maxParts most parts of one upload
 * @param maxSinglePutBytes largest object that one write request may carry
 * @param maxObjectSizeBytes largest object
 * @param maxKeyBytes longest key, in UTF-8 bytes
 * @param maxDeleteBatch most keys of one delete request
 * @param maxListPage most objects of one list page
 * @param partSizeMultipleBytes part sizes must be a multiple of this, except the last; 1 if free
 */
public record Limits(
    long minPartSizeBytes,
    long maxPartSizeBytes,
    int maxParts,
    long maxSinglePutBytes,
    long maxObjectSizeBytes,
    int maxKeyBytes,
    int maxDeleteBatch,
    int maxListPage,
    long partSizeMultipleBytes) {

  public Limits {
    if (minPartSizeBytes < 0
        || maxPartSizeBytes < Math.max(1, minPartSizeBytes)
        || maxParts < 1
        || maxSinglePutBytes < 1
        || maxObjectSizeBytes < 1
        || maxKeyBytes < 1
        || maxDeleteBatch < 1
        || maxListPage < 1
        || partSizeMultipleBytes < 1) {
      throw new IllegalArgumentException("limits must be positive and consistent: " + this);
    }
  }

  /** No limit but those of Java's types; keys up to 1,024 bytes. */
  public static Limits unlimited() {
    return new Limits(
        1, Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 1024, 1000, 1000, 1);
  }
}
