package io.lepton.spi.storage;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * The CRC32C of content that is passed on: one that is known already, or the one that the content
 * took itself as it was read ({@link DigestedContent}), otherwise one computed as it passes. For
 * one opening of the content; used by one thread.
 */
public final class PassedCrc32c {
  private final Optional<CRC32C> computed;
  private final Supplier<Checksum> whole;

  private PassedCrc32c(Optional<CRC32C> computed, Supplier<Checksum> whole) {
    this.computed = computed;
    this.whole = whole;
  }

  /** Of all bytes of {@code content}, of which none has passed yet. */
  public static PassedCrc32c of(ObjectContent content) {
    if (content instanceof DigestedContent itself) {
      return new PassedCrc32c(Optional.empty(), () -> ofRead(itself));
    }
    CRC32C crc = new CRC32C();
    return new PassedCrc32c(Optional.of(crc), () -> Checksum.crc32c(crc.getValue()));
  }

  /** One that somebody else sees to: nothing is computed. */
  public static PassedCrc32c known(Checksum crc32c) {
    return new PassedCrc32c(Optional.empty(), () -> crc32c);
  }

  private static Checksum ofRead(DigestedContent content) {
    return Checksum.crc32c(
        content
            .wholeCrc32c()
            .orElseThrow(() -> new IllegalStateException("the content does not know its CRC32C")));
  }

  /**
   * Takes note of the next bytes, which lie in {@code passed} from {@code start} to its position;
   * the buffer stays as it is.
   */
  public void passed(ByteBuffer passed, int start) {
    computed.ifPresent(crc -> crc.update(passed.duplicate().flip().position(start)));
  }

  /**
   * Of all bytes, once all have passed.
   *
   * @throws IllegalStateException when content that digests itself was not read to its end
   */
  public Checksum whole() {
    return whole.get();
  }
}
