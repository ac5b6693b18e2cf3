package io.lepton.transfer.crypt;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Plain bytes of an encrypted object, from one of its chunks on. Bytes are given out a segment at a
 * time and only after it proved authentic, and to lie where it was written.
 */
final class DecryptingReader implements ObjectReader {
  private final ObjectReader cipherText;
  private final ObjectInfo plainInfo;
  private final String path;
  private final ChunkCipher cipher;
  private final long plainBytes;
  private final SegmentBuffers buffers;
  private ChunkCipher.@Nullable Reading chunk;
  private long next;
  private long skip;
  private long left;

  /**
   * Reads on from {@code cipherText}, which stands at the first byte of chunk {@code offset /
   * Chunks.PLAIN_BYTES}.
   *
   * @param path names the object in errors
   * @param offset first byte to give out
   * @param lengthBytes how many
   */
  DecryptingReader(
      ObjectReader cipherText,
      ObjectInfo plainInfo,
      String path,
      ChunkCipher cipher,
      long offset,
      long lengthBytes) {
    this.cipherText = cipherText;
    this.plainInfo = plainInfo;
    this.path = path;
    this.cipher = cipher;
    this.plainBytes = plainInfo.sizeBytes();
    this.next = offset / Chunks.PLAIN_BYTES;
    this.skip = offset % Chunks.PLAIN_BYTES;
    this.left = lengthBytes;
    this.buffers = SegmentBuffers.of(plainBytes);
    buffers.plain().limit(0);
    buffers.cipher().limit(0);
    if (lengthBytes > Chunks.PLAIN_BYTES) {
      PlatformCipher.warm();
    }
    if (plainBytes == 0) {
      // The one empty chunk proves that the object was meant to be empty.
      decryptNext(begun(), buffers.plain());
    }
  }

  @Override
  public ObjectInfo info() {
    return plainInfo;
  }

  @Override
  public int read(ByteBuffer target) {
    if (left == 0) {
      return target.hasRemaining() ? -1 : 0;
    }
    ByteBuffer plain = buffers.plain();
    int start = target.position();
    while (!plain.hasRemaining() && isWantedWhole(target)) {
      int before = target.position();
      decryptNext(begun(), target);
      given(target.position() - before);
    }
    if (target.position() > start) {
      return target.position() - start;
    }
    while (!plain.hasRemaining()) {
      try {
        decryptNext(begun(), plain.clear());
      } finally {
        plain.flip(); // Empty when it failed: nobody may read what is not authentic.
      }
      int skipped = (int) Math.min(skip, plain.remaining());
      plain.position(skipped);
      skip -= skipped;
    }
    int count = (int) Math.min(left, Math.min(plain.remaining(), target.remaining()));
    target.put(plain.slice(plain.position(), count));
    plain.position(plain.position() + count);
    return given(count);
  }

  /** Whether the next segment can be decrypted where it is wanted. */
  private boolean isWantedWhole(ByteBuffer target) {
    if (left == 0 || skip > 0 || target.isDirect() != buffers.plain().isDirect()) {
      return false;
    }
    int size = begun().plainBytes();
    return size > 0 && size <= Math.min(left, target.remaining());
  }

  private int given(int count) {
    left -= count;
    if (left == 0) {
      buffers.giveBack();
      cipher.giveBack();
    }
    return count;
  }

  private ChunkCipher.Reading begun() {
    if (chunk == null) {
      chunk = cipher.reading(next, Chunks.plainBytes(plainBytes, next));
    }
    return chunk;
  }

  private void decryptNext(ChunkCipher.Reading begun, ByteBuffer into) {
    ByteBuffer segment =
        SegmentBuffers.next(
            buffers.cipher(),
            begun.cipherBytes(),
            begun.cipherBytes(SegmentBuffers.SEGMENTS),
            this::fill);
    try {
      begun.decrypt(segment, into);
    } catch (IOException e) {
      throw corrupted("its chunk " + next + " was altered", e);
    }
    if (begun.isDone()) {
      chunk = null;
      next++;
    }
  }

  private void fill(ByteBuffer segments) {
    try {
      while (segments.hasRemaining()) {
        if (cipherText.read(segments) < 0) {
          throw corrupted("it ends in the middle of its chunk " + next, null);
        }
      }
    } catch (IOException e) {
      throw CloudException.of(ErrorKind.UNKNOWN)
          .operation("read")
          .location(path)
          .retryable()
          .cause(e)
          .message(String.valueOf(e.getMessage()));
    }
  }

  private CloudException corrupted(String what, @Nullable Exception why) {
    CloudException.Builder error =
        CloudException.of(ErrorKind.DATA_CORRUPTED)
            .operation("decrypt")
            .location(path)
            .retryableUntilConfirmed();
    return (why == null ? error : error.cause(why))
        .message("the encrypted object is not what was written: " + what);
  }

  @Override
  public boolean isOpen() {
    return cipherText.isOpen();
  }

  @Override
  public void close() {
    cipherText.close();
  }
}
