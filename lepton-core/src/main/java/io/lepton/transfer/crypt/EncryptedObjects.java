package io.lepton.transfer.crypt;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.ReadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Tells objects that lie encrypted in a store from others; no key is needed for that. */
public final class EncryptedObjects {

  private EncryptedObjects() {}

  /** Whether an object of this length may be an encrypted one; few that are longer may not. */
  public static boolean possible(long sizeBytes) {
    return Chunks.plainBytesOf(sizeBytes - Envelope.SIZE_BYTES) >= 0;
  }

  /** Length that content of {@code plainBytes} has once it is encrypted. */
  public static long sizeBytes(long plainBytes) {
    return Envelope.SIZE_BYTES + Chunks.cipherBytes(plainBytes);
  }

  /**
   * Whether the object begins as an encrypted one of any version of the format; one request.
   *
   * @param store the store that it lies in, without decryption
   * @throws CloudException when it cannot be read
   */
  public static boolean isEncrypted(ObjectStore store, String key) {
    ByteBuffer head = ByteBuffer.allocate(Envelope.NAME_BYTES);
    ByteRange range = new ByteRange(0, head.capacity());
    try (ObjectReader reader = store.read(new ReadRequest(key, range, Optional.empty()))) {
      while (head.hasRemaining() && reader.read(head) >= 0) {
        // Until the name of the format is there or the object ends.
      }
      if (head.hasRemaining() && reader.info().sizeBytes() >= head.capacity()) {
        throw failed(store, key).message("the answer ended before its time");
      }
    } catch (IOException e) {
      throw failed(store, key).cause(e).message(String.valueOf(e.getMessage()));
    }
    return Envelope.isNamedBy(head.flip());
  }

  /** Whether the bytes from the position on begin as an encrypted object does. */
  public static boolean isEncrypted(ByteBuffer content) {
    return Envelope.isNamedBy(content);
  }

  private static CloudException.Builder failed(ObjectStore store, String key) {
    return CloudException.of(ErrorKind.UNKNOWN)
        .operation("read")
        .location(store.place() + key)
        .retryable();
  }
}
