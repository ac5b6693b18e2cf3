package io.lepton.spi.storage;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The CRC32C of content that is passed on: the one that the content took itself as it was read
 * ({@link DigestedContent}), otherwise one computed as it passes. For one opening of the content;
 * used by one thread.
 */
public final class PassedCrc32c {
  private final Optional<DigestedContent> digested;
  private final CRC32C computed = new CRC32C();

  private PassedCrc32c(Optional<DigestedContent> digested) {
    this.digested = digested;
  }

  /** Of all bytes of {@code content}, of which none has passed yet. */
  public static PassedCrc32c of(ObjectContent content) {
    return new PassedCrc32c(
        content instanceof DigestedContent itself ? Optional.of(itself) : Optional.empty());
  }

  /**
   * Takes note of the next bytes, which lie in {@code passed} from {@code start} to its position;
   * the buffer stays as it is.
   */
  public void passed(ByteBuffer passed, int start) {
    if (digested.isEmpty()) {
      computed.update(passed.duplicate().flip().position(start));
    }
  }

  /**
   * Of all bytes, once all have passed.
   *
   * @throws IllegalStateException when content that digests itself was not read to its end
   */
  public Checksum whole() {
    return Checksum.crc32c(
        digested.isEmpty()
            ? computed.getValue()
            : digested
                .get()
                .wholeCrc32c()
                .orElseThrow(
                    () -> new IllegalStateException("the content does not know its CRC32C")));
  }
}
