package io.lepton.spi.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  // Written out, for what a record has of its own is put together of method handles when it is
  // first
  // called, which every run with a large object would wait for.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MultipartUpload that && key.equals(that.key) && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + id.hashCode();
  }
}
