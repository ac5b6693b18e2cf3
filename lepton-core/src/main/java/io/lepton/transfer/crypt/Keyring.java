package io.lepton.transfer.crypt;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.key.KeyEncryptionKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one run: one fresh data key for all that it writes, wrapped once, and those that it
 * had unwrapped to read. A key management service is asked once a data key, not once an object.
 * Thread safe.
 */
public final class Keyring {
  private static final int MOST_KEPT = 1000;

  private final KeyEncryptionKey wrapping;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ByteBuffer, DataKey> unwrapped =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, DataKey> eldest) {
          return size() > MOST_KEPT;
        }
      };
  private @Nullable DataKey writing;

  /** Data keys are wrapped by {@code wrapping}. */
  public Keyring(KeyEncryptionKey wrapping) {
    this.wrapping = wrapping;
  }

  SecureRandom random() {
    return random;
  }

  /** The data key of all that is written; made at the first call. */
  DataKey writing() {
    lock.lock();
    try {
      DataKey known = writing;
      if (known == null) {
        byte[] key = new byte[DataKey.BYTES];
        random.nextBytes(key);
        byte[] wrapped = wrapping.wrap(key);
        if (wrapped.length > Envelope.MOST_WRAPPED_BYTES) {
          throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
              .operation("wrap")
              .message(
                  "the wrapped data key has "
                      + wrapped.length
                      + " bytes, more than "
                      + Envelope.MOST_WRAPPED_BYTES
                      + "; use a smaller key encryption key");
        }
        known = new DataKey(key, wrapped);
        unwrapped.put(ByteBuffer.wrap(known.wrapped()), known);
        writing = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The data key of something written earlier.
   *
   * @param path names the object in the error
   * @throws CloudException PERMISSION_DENIED when this keyring does not hold the key that wrapped
   *     it
   */
  DataKey unwrap(byte[] wrapped, String path) {
    lock.lock();
    try {
      ByteBuffer name = ByteBuffer.wrap(wrapped.clone());
      DataKey known = unwrapped.get(name);
      if (known == null) {
        known = new DataKey(unwrapNew(wrapped, path), wrapped);
        unwrapped.put(name, known);
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private byte[] unwrapNew(byte[] wrapped, String path) {
    try {
      byte[] key = wrapping.unwrap(wrapped);
      if (key.length == DataKey.BYTES) {
        return key;
      }
      throw denied(path, null, "what it unwraps is no data key");
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.PERMISSION_DENIED) {
        throw denied(path, e, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private static CloudException denied(String path, @Nullable CloudException cause, String why) {
    CloudException.Builder error =
        CloudException.of(ErrorKind.PERMISSION_DENIED).operation("decrypt").location(path);
    return (cause == null ? error : error.cause(cause))
        .message(
            "the keyset given is not the one that this object was encrypted with, or the object's"
                + " head was altered ("
                + why
                + ")");
  }
}
