package io.lepton.testkit.memory;

import io.lepton.spi.storage.ObjectInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One object of a {@link MemoryProvider}, as a test looks at it. Equal when description and bytes
 * are.
 *
 * @param info key (relative to the bucket), size, version, checksums and metadata
 * @param content the bytes, read-only
 */
public record MemoryObject(ObjectInfo info, ByteBuffer content) {

  public MemoryObject {
    content = content.asReadOnlyBuffer();
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return bytes;
  }

  /** The bytes as UTF-8. */
  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }
}
