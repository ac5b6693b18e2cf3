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
 * had unwrapped to read. A key management service is asked once a data key, not once an object, and
 * not again for one that it refused. Thread safe.
 */
public final class Keyring {
  private static final int MOST_KEPT = 1000;
  private static final String PURPOSE = "lepton data key";

  private final KeyEncryptionKey wrapping;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ByteBuffer, Unwrapped> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Unwrapped> eldest) {
          return size() > MOST_KEPT;
        }
      };
  private @Nullable DataKey writing;

  private sealed interface Unwrapped {}

  private record Held(DataKey key) implements Unwrapped {}

  private record Refused(CloudException why) implements Unwrapped {}

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
      DataKey made = writing;
      if (made == null) {
        byte[] key = new byte[DataKey.BYTES];
        random.nextBytes(key);
        byte[] wrapped = wrapping.wrap(key, PURPOSE);
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
        made = new DataKey(key, wrapped);
        known.put(ByteBuffer.wrap(made.wrapped()), new Held(made));
        writing = made;
      }
      return made;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The data key of something written earlier.
   *
   * @param path names the object in the error
   * @throws CloudException as {@link KeyEncryptionKey#unwrap}
   */
  DataKey unwrap(byte[] wrapped, String path) {
    lock.lock();
    try {
      ByteBuffer name = ByteBuffer.wrap(wrapped.clone());
      Unwrapped answer = known.get(name);
      if (answer == null) {
        answer = ask(wrapped);
        known.put(name, answer);
      }
      if (answer instanceof Refused refused) {
        throw refused(path, refused.why());
      }
      return ((Held) answer).key();
    } catch (CloudException e) {
      throw e.location().equals(path) ? e : refused(path, e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * @throws CloudException only when asking again may help
   */
  private Unwrapped ask(byte[] wrapped) {
    try {
      byte[] key = wrapping.unwrap(wrapped, PURPOSE);
      return key.length == DataKey.BYTES
          ? new Held(new DataKey(key, wrapped))
          : new Refused(
              CloudException.of(ErrorKind.PERMISSION_DENIED)
                  .operation("unwrap")
                  .message("what it unwraps to is no data key of Lepton's"));
    } catch (CloudException e) {
      if (e.retryable() || e.kind() == ErrorKind.CANCELLED) {
        throw e;
      }
      return new Refused(e);
    }
  }

  private static CloudException refused(String path, CloudException why) {
    CloudException.Builder error =
        CloudException.of(why.kind())
            .provider(why.provider())
            .operation("decrypt")
            .location(path)
            .cause(why);
    why.retryAfter().ifPresent(error::retryAfter);
    return (why.retryable() ? error.retryable() : error).message(String.valueOf(why.getMessage()));
  }
}
