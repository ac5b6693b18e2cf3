package io.lepton.transfer.crypt;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Describes encrypted objects by what they hold. Two notes lie beside an object as user metadata:
 * {@code lepton-digest} has the wrapped data key and, encrypted by it, the CRC32C of the plain
 * content, so that an unchanged object is recognised without reading it; {@code
 * lepton-content-encoding} keeps a content encoding that the cipher text must not claim to have.
 */
final class PlainInfos {
  private static final String DIGEST = "lepton-digest";
  private static final String ENCODING = "lepton-content-encoding";
  private static final String HEADER = "content-encoding";

  /** S3 takes 2 KB of user metadata; a longer wrapped key leaves no room for the caller's own. */
  private static final int MOST_NOTED_BYTES = 300;

  private final Keyring keyring;

  PlainInfos(Keyring keyring) {
    this.keyring = keyring;
  }

  /** What goes beside cipher text, with a note of the plain content's digest where it is known. */
  ObjectMetadata noted(String key, ObjectMetadata plain, DataKey dataKey, OptionalLong crc32c) {
    ObjectMetadata aside = aside(plain);
    Map<String, String> user = new TreeMap<>(aside.user());
    byte[] wrapped = dataKey.wrapped();
    if (crc32c.isPresent() && wrapped.length <= MOST_NOTED_BYTES) {
      try {
        byte[] digest =
            dataKey
                .notes()
                .encrypt(
                    ByteBuffer.allocate(4).putInt((int) crc32c.getAsLong()).array(), context(key));
        Base64.Encoder text = Base64.getUrlEncoder().withoutPadding();
        user.put(DIGEST, text.encodeToString(wrapped) + "." + text.encodeToString(digest));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a digest cannot be encrypted: " + e, e);
      }
    }
    return new ObjectMetadata(aside.headers(), user, aside.tags());
  }

  /** An object as a listing or a description of the store below tells it. */
  ObjectInfo plain(ObjectInfo cipher) {
    long plain = Chunks.plainBytesOf(cipher.sizeBytes() - Envelope.SIZE_BYTES);
    Optional<ObjectMetadata> metadata = cipher.metadata();
    return new ObjectInfo(
        cipher.key(),
        // A length that no encrypted object has stays as it is; reading the object says why.
        plain < 0 ? cipher.sizeBytes() : plain,
        cipher.version(),
        cipher.lastModified(),
        metadata.map(noted -> digest(cipher.key(), noted)).orElse(Checksums.none()),
        metadata.map(PlainInfos::without));
  }

  /** The same with a digest that is known otherwise. */
  ObjectInfo plain(ObjectInfo cipher, OptionalLong crc32c) {
    ObjectInfo plain = plain(cipher);
    return new ObjectInfo(
        plain.key(),
        plain.sizeBytes(),
        plain.version(),
        plain.lastModified(),
        crc32c.isPresent() ? Checksums.of(Checksum.crc32c(crc32c.getAsLong())) : Checksums.none(),
        plain.metadata());
  }

  /** What comes back of {@code plain} where only what passes {@code below} is kept. */
  static ObjectMetadata keepable(ObjectMetadata plain, UnaryOperator<ObjectMetadata> below) {
    return back(below.apply(aside(plain)));
  }

  /** With the content encoding out of the servers' sight. */
  private static ObjectMetadata aside(ObjectMetadata plain) {
    Map<String, String> headers = new TreeMap<>(plain.headers());
    Map<String, String> user = new TreeMap<>(plain.user());
    Optional.ofNullable(headers.remove(HEADER)).ifPresent(value -> user.put(ENCODING, value));
    return new ObjectMetadata(headers, user, plain.tags());
  }

  /** Without the note of a digest; one that the plain object brought was written over. */
  static ObjectMetadata without(ObjectMetadata noted) {
    ObjectMetadata back = back(noted);
    Map<String, String> user = new TreeMap<>(back.user());
    user.remove(DIGEST);
    return new ObjectMetadata(back.headers(), user, back.tags(), back.untold());
  }

  private static ObjectMetadata back(ObjectMetadata noted) {
    Map<String, String> headers = new TreeMap<>(noted.headers());
    Map<String, String> user = new TreeMap<>(noted.user());
    Optional.ofNullable(user.remove(ENCODING)).ifPresent(value -> headers.put(HEADER, value));
    return new ObjectMetadata(headers, user, noted.tags(), noted.untold());
  }

  /** The noted digest; none when there is no note, or one that this keyring cannot read. */
  private Checksums digest(String key, ObjectMetadata noted) {
    String note = noted.user().get(DIGEST);
    int dot = note == null ? -1 : note.indexOf('.');
    if (note == null || dot < 0) {
      return Checksums.none();
    }
    try {
      Base64.Decoder text = Base64.getUrlDecoder();
      byte[] digest =
          keyring
              .unwrap(text.decode(note.substring(0, dot)), key)
              .notes()
              .decrypt(text.decode(note.substring(dot + 1)), context(key));
      return Checksums.of(
          Checksum.crc32c(Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt())));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Whoever reads the object learns what is wrong with it.
      return Checksums.none();
    } catch (CloudException e) {
      if (e.retryable() || e.kind() == ErrorKind.CANCELLED) {
        throw e;
      }
      return Checksums.none();
    }
  }

  private static byte[] context(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
