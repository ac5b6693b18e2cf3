package io.lepton.transfer.crypt;

import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ContentDigest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The first {@value #SIZE_BYTES} bytes of an encrypted object, in clear but authenticated: every
 * chunk that follows names their digest in its associated data. Big-endian: eight bytes that name
 * the format, the last of them its version, 16 random bytes that tell this object from every other,
 * SHA-256 of the key that it was written under, its plain length in 8 bytes, the length of the
 * wrapped data key in 2 bytes, the wrapped data key, zeros.
 *
 * <p>The key that it was written under is relative to the place it was written to. It still reads
 * when whole folders of it are copied elsewhere or opened from further up or down; an object that
 * was moved under another name does not.
 *
 * @param objectId random
 * @param keySha256 digest of the key
 * @param plainBytes length of the content
 * @param wrappedKey the data key as its key encryption key wrapped it
 */
@SuppressWarnings("ArrayRecordComponent") // Never written to once made; compared by digest only.
record Envelope(byte[] objectId, byte[] keySha256, long plainBytes, byte[] wrappedKey) {
  static final int SIZE_BYTES = 768;
  private static final byte[] MAGIC = "LEPTON\0\2".getBytes(StandardCharsets.US_ASCII);

  /** What names the format, without its version. */
  static final int NAME_BYTES = MAGIC.length - 1;

  private static final int ID_BYTES = 16;
  private static final int DIGEST_BYTES = 32;
  static final int MOST_WRAPPED_BYTES = SIZE_BYTES - 8 - ID_BYTES - DIGEST_BYTES - 8 - 2;

  /** An envelope for a new object. */
  static Envelope of(String key, long plainBytes, byte[] wrappedKey, SecureRandom random) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return new Envelope(id, sha256(key), plainBytes, wrappedKey);
  }

  /** Reads the next {@value #SIZE_BYTES} bytes; null when they are no envelope. */
  static @Nullable Envelope parse(ByteBuffer from) {
    ByteBuffer bytes = from.slice(from.position(), SIZE_BYTES);
    byte[] magic = new byte[MAGIC.length];
    bytes.get(magic);
    byte[] id = new byte[ID_BYTES];
    bytes.get(id);
    byte[] digest = new byte[DIGEST_BYTES];
    bytes.get(digest);
    long plain = bytes.getLong();
    int length = bytes.getChar();
    if (!Arrays.equals(magic, MAGIC) || plain < 0 || length > MOST_WRAPPED_BYTES) {
      return null;
    }
    byte[] wrapped = new byte[length];
    bytes.get(wrapped);
    Envelope envelope = new Envelope(id, digest, plain, wrapped);
    // What is not understood is not authenticated either, so nothing may be left over.
    return bytes.rewind().equals(ByteBuffer.wrap(envelope.bytes())) ? envelope : null;
  }

  /** Whether the next bytes begin like an envelope of another version of the format. */
  static boolean isOfOtherVersion(ByteBuffer from) {
    return from.remaining() > NAME_BYTES
        && isNamedBy(from)
        && from.get(from.position() + NAME_BYTES) != MAGIC[NAME_BYTES];
  }

  /** Whether the next bytes name the format, in whatever version. */
  static boolean isNamedBy(ByteBuffer from) {
    return from.remaining() >= NAME_BYTES
        && from.slice(from.position(), NAME_BYTES).equals(ByteBuffer.wrap(MAGIC, 0, NAME_BYTES));
  }

  /** The bytes as they stand before the first chunk. */
  byte[] bytes() {
    return ByteBuffer.allocate(SIZE_BYTES)
        .put(MAGIC)
        .put(objectId)
        .put(keySha256)
        .putLong(plainBytes)
        .putChar((char) wrappedKey.length)
        .put(wrappedKey)
        .array();
  }

  /** What every chunk's associated data begins with. */
  byte[] digest() {
    return sha256(ByteBuffer.wrap(bytes()));
  }

  /**
   * Whether the object was written under the name that it lies under.
   *
   * @param path the object's whole key in its bucket
   */
  boolean wasWrittenUnder(String path) {
    for (int start = 0; start >= 0; start = after(path, start)) {
      if (Arrays.equals(keySha256, sha256(path.substring(start)))) {
        return true;
      }
    }
    return false;
  }

  private static int after(String path, int start) {
    int slash = path.indexOf('/', start);
    return slash < 0 || slash + 1 >= path.length() ? -1 : slash + 1;
  }

  private static byte[] sha256(String text) {
    return sha256(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] sha256(ByteBuffer bytes) {
    return HexFormat.of().parseHex(ContentDigest.of(ChecksumAlgorithm.SHA256, bytes).hex());
  }
}
