package io.lepton.testkit.memory;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Words the errors of one store, and takes content in under their guard. */
final class MemoryErrors {
  private static final int PIECE_BYTES = 64 * 1024;
  private final String provider;
  private final Place place;

  MemoryErrors(String provider, Place place) {
    this.provider = provider;
    this.place = place;
  }

  CloudException.Builder of(ErrorKind kind, String operation, String key) {
    return CloudException.of(kind).provider(provider).operation(operation).location(place + key);
  }

  void checkKey(String operation, String key) {
    ObjectKeys.problem(key)
        .ifPresent(
            problem -> {
              throw of(ErrorKind.INVALID_ARGUMENT, operation, key)
                  .message(problem + "; choose a key of 1 to 1,024 bytes of UTF-8");
            });
  }

  void checkInterrupt(String operation, String key) {
    if (Thread.currentThread().isInterrupted()) {
      throw of(ErrorKind.CANCELLED, operation, key).message("the calling thread was interrupted");
    }
  }

  /** The announced bytes of {@code content}, no more and no fewer. */
  ByteBuffer take(ObjectContent content, String operation, String key) {
    long size = content.sizeBytes();
    if (size > Integer.MAX_VALUE - 8) {
      throw of(ErrorKind.RESOURCE_EXHAUSTED, operation, key)
          .message(size + " bytes are more than one object in memory can hold");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size);
    ByteBuffer surplus = ByteBuffer.allocate(1);
    try (ReadableByteChannel channel = content.open()) {
      while (true) {
        checkInterrupt(operation, key);
        boolean complete = !bytes.hasRemaining();
        int count = channel.read(complete ? surplus : window(bytes));
        if (count < 0) {
          break;
        }
        if (complete && count > 0) {
          throw of(ErrorKind.DATA_CORRUPTED, operation, key)
              .message("the content has more than the announced " + size + " bytes");
        }
        bytes.position(bytes.position() + count);
      }
    } catch (IOException e) {
      checkInterrupt(operation, key);
      throw of(ErrorKind.UNKNOWN, operation, key)
          .cause(e)
          .message("the content to write could not be read: " + e);
    }
    if (bytes.hasRemaining()) {
      throw of(ErrorKind.DATA_CORRUPTED, operation, key)
          .message(
              "the content ended after " + bytes.position() + " of " + size + " announced bytes");
    }
    return bytes.flip();
  }

  private static ByteBuffer window(ByteBuffer bytes) {
    return bytes.slice(bytes.position(), Math.min(PIECE_BYTES, bytes.remaining()));
  }
}
