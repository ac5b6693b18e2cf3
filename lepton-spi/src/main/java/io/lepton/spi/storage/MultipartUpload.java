package io.lepton.spi.storage;

import java.util.Objects;

/**
 * An unfinished multipart upload. It can be written to a journal and continued by another process.
 *
 * @param key the object that it will become
 * @param id the store's own name for it
 */
public record MultipartUpload(String key, String id) {

  public MultipartUpload {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(id, "id");
  }
}
