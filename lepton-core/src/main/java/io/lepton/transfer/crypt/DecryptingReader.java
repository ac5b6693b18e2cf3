package io.lepton.transfer.crypt;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Plain bytes of an encrypted object, from one of its chunks on. Bytes are given out a chunk at a
 * time and only after the whole chunk proved authentic.
 */
final class DecryptingReader implements ObjectReader {
  private final ObjectReader cipherText;
  private final ObjectInfo plainInfo;
  private final String path;
  private final ChunkCipher cipher;
  private final long plainBytes;
  private final ChunkBuffers buffers;
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
    this.buffers = ChunkBuffers.take(Chunks.plainBytes(plainBytes, next));
    buffers.plain().limit(0);
    if (lengthBytes > Chunks.PLAIN_BYTES) {
      PlatformCipher.warm();
    }
    if (plainBytes == 0) {
      // The one empty chunk proves that the object was meant to be empty.
      decryptNext();
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
    ByteBuffer plainChunk = buffers.plain();
    while (!plainChunk.hasRemaining()) {
      decryptNext();
    }
    int count = (int) Math.min(left, Math.min(plainChunk.remaining(), target.remaining()));
    target.put(plainChunk.slice(plainChunk.position(), count));
    plainChunk.position(plainChunk.position() + count);
    left -= count;
    if (left == 0) {
      buffers.giveBack();
    }
    return count;
  }

  private void decryptNext() {
    ByteBuffer cipherChunk = buffers.cipher();
    ByteBuffer plainChunk = buffers.plain();
    int size = Chunks.plainBytes(plainBytes, next);
    cipherChunk.clear().limit(Chunks.cipherBytesOfChunk(size));
    try {
      while (cipherChunk.hasRemaining()) {
        if (cipherText.read(cipherChunk) < 0) {
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
    cipherChunk.flip();
    plainChunk.clear().limit(size);
    try {
      cipher.decrypt(next, cipherChunk, plainChunk);
    } catch (IOException e) {
      plainChunk.limit(0); // nobody may read what is not authentic
      throw corrupted("its chunk " + next + " was altered", e);
    }
    if (plainChunk.hasRemaining()) {
      plainChunk.position(0).limit(0);
      throw corrupted("its chunk " + next + " is too short", null);
    }
    plainChunk.flip().position((int) skip);
    skip = 0;
    next++;
  }

  private CloudException corrupted(String what, @Nullable Exception why) {
    CloudException.Builder error =
        CloudException.of(ErrorKind.DATA_CORRUPTED).operation("decrypt").location(path).retryable();
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
