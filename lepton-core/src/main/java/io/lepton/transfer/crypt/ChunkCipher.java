package io.lepton.transfer.crypt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;

/** Encrypts and decrypts the chunks of one object. Used by one thread at a time. */
final class ChunkCipher {
  private final DataKey key;
  private final byte[] envelopeDigest;

  ChunkCipher(DataKey key, Envelope envelope) {
    this.key = key;
    this.envelopeDigest = envelope.digest();
  }

  /** Appends the cipher text of what remains in {@code plain}. */
  void encrypt(long index, ByteBuffer plain, ByteBuffer into) {
    try (WritableByteChannel channel =
        key.chunks().newEncryptingChannel(new Appending(into), associatedData(index))) {
      while (plain.hasRemaining()) {
        channel.write(plain);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("chunk " + index + " cannot be encrypted: " + e, e);
    }
  }

  /**
   * Appends the plain text of a whole chunk; nothing of it before all of it is authenticated is to
   * be used.
   *
   * @throws IOException when it is not what was encrypted with this key at this place
   */
  void decrypt(long index, ByteBuffer cipher, ByteBuffer into) throws IOException {
    int start = into.position();
    try (ReadableByteChannel channel =
        key.chunks().newDecryptingChannel(new Draining(cipher), associatedData(index))) {
      ByteBuffer end = ByteBuffer.allocate(1);
      while (into.hasRemaining() && channel.read(into) >= 0) {
        // Reads on until the chunk or the room ends.
      }
      if (channel.read(end) >= 0) {
        throw new IOException("the chunk is longer than it should be");
      }
    } catch (GeneralSecurityException e) {
      into.position(start);
      throw new IOException(e.getMessage(), e);
    }
  }

  private byte[] associatedData(long index) {
    return ByteBuffer.allocate(envelopeDigest.length + Long.BYTES)
        .put(envelopeDigest)
        .putLong(index)
        .array();
  }

  private record Appending(ByteBuffer into) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer source) {
      int count = source.remaining();
      into.put(source);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private record Draining(ByteBuffer from) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer target) {
      if (!from.hasRemaining()) {
        return target.hasRemaining() ? -1 : 0;
      }
      int count = Math.min(from.remaining(), target.remaining());
      target.put(from.slice(from.position(), count));
      from.position(from.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
