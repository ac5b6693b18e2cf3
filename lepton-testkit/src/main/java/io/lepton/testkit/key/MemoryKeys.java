package io.lepton.testkit.key;

import io.lepton.spi.ErrorKind;
import io.lepton.spi.key.KeyBackend;
import io.lepton.spi.key.KeyEncryptionKey;
import io.lepton.spi.key.KeyErrors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key service in memory: {@code SCHEME://name}. Wraps with AES-256-GCM, the purpose as associated
 * data; what it wraps begins with the key's name. Keys come to be by {@link #create}, and can be
 * disabled or forbidden, and the service can be out of reach. Thread safe.
 */
public final class MemoryKeys implements KeyBackend {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,60}");
  private static final String PROVIDER = "memory";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private enum State {
    USABLE,
    DISABLED,
    FORBIDDEN
  }

  private record Key(SecretKeySpec secret, State state) {}

  private final String scheme;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Key> keys = new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();
  private volatile boolean reachable = true;

  /** A service without keys. */
  public MemoryKeys(String scheme) {
    this.scheme = scheme;
  }

  /** Makes a key and returns its URI. */
  public String create(String name) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    keys.put(name, new Key(new SecretKeySpec(secret, "AES"), State.USABLE));
    return scheme + "://" + name;
  }

  /** From now on the key wraps and unwraps nothing. */
  public void disable(String uri) {
    turn(uri, State.DISABLED);
  }

  /** From now on the caller may not use the key. */
  public void forbid(String uri) {
    turn(uri, State.FORBIDDEN);
  }

  private void turn(String uri, State state) {
    keys.computeIfPresent(name(uri), (name, key) -> new Key(key.secret(), state));
  }

  /** From now on no request is answered. */
  public void disconnect() {
    reachable = false;
  }

  /** From now on requests are answered again. */
  public void reconnect() {
    reachable = true;
  }

  /** How many requests there were. */
  public long requests() {
    return requests.get();
  }

  @Override
  public KeyEncryptionKey key(String uri) {
    return new MemoryKey(uri, name(uri));
  }

  private String name(String uri) {
    String prefix = scheme + "://";
    String name = uri.startsWith(prefix) ? uri.substring(prefix.length()) : "";
    if (!NAME.matcher(name).matches()) {
      throw new KeyErrors(PROVIDER, uri)
          .of(ErrorKind.INVALID_ARGUMENT, "key")
          .message("this names no key; write " + prefix + "name");
    }
    return name;
  }

  private final class MemoryKey implements KeyEncryptionKey {
    private final KeyErrors errors;
    private final String name;

    private MemoryKey(String uri, String name) {
      this.errors = new KeyErrors(PROVIDER, uri);
      this.name = name;
    }

    @Override
    public byte[] wrap(byte[] dataKey, String purpose) {
      SecretKeySpec secret = request("wrap");
      byte[] nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      byte[] label = name.getBytes(StandardCharsets.US_ASCII);
      try {
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secret, nonce, purpose).doFinal(dataKey);
        return ByteBuffer.allocate(1 + label.length + NONCE_BYTES + sealed.length)
            .put((byte) label.length)
            .put(label)
            .put(nonce)
            .put(sealed)
            .array();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java platform lacks AES-GCM", e);
      }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, String purpose) {
      SecretKeySpec secret = request("unwrap");
      ByteBuffer bytes = ByteBuffer.wrap(wrapped);
      byte[] label = new byte[bytes.hasRemaining() ? bytes.get() & 0xff : 0];
      if (bytes.remaining() < label.length + NONCE_BYTES + TAG_BITS / 8) {
        throw errors.notWrapped("");
      }
      bytes.get(label);
      if (!name.equals(new String(label, StandardCharsets.US_ASCII))) {
        throw errors.notWrapped("");
      }
      byte[] nonce = new byte[NONCE_BYTES];
      bytes.get(nonce);
      byte[] sealed = new byte[bytes.remaining()];
      bytes.get(sealed);
      try {
        return cipher(Cipher.DECRYPT_MODE, secret, nonce, purpose).doFinal(sealed);
      } catch (AEADBadTagException e) {
        throw errors.notWrapped("");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java platform lacks AES-GCM", e);
      }
    }

    private SecretKeySpec request(String operation) {
      errors.checkInterrupt(operation);
      requests.incrementAndGet();
      if (!reachable) {
        throw errors
            .of(ErrorKind.UNKNOWN, operation)
            .retryable()
            .message("the key service cannot be reached; connect it again");
      }
      Key key = keys.get(name);
      if (key == null) {
        throw errors.of(ErrorKind.NOT_FOUND, operation).message("there is no such key; create it");
      }
      return switch (key.state()) {
        case USABLE -> key.secret();
        case DISABLED ->
            throw errors
                .of(ErrorKind.PERMISSION_DENIED, operation)
                .message("the key is disabled; enable it again");
        case FORBIDDEN ->
            throw errors
                .of(ErrorKind.PERMISSION_DENIED, operation)
                .message("the caller may not use the key; ask its owner");
      };
    }
  }

  private static Cipher cipher(int mode, SecretKeySpec secret, byte[] nonce, String purpose)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(purpose.getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }
}
