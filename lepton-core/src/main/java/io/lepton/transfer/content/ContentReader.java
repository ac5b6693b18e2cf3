package io.lepton.transfer.content;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.ReadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Set;

/** Reads whole objects, in the version they were listed in: into a buffer, a digest, or abreast. */
public final class ContentReader {
  private static final int CHUNK = BufferPool.SMALL;

  private final BufferPool buffers;
  private final ReadMeter meter;

  /** Reads with buffers of {@code buffers}, metered. */
  public ContentReader(BufferPool buffers, ReadMeter meter) {
    this.buffers = buffers;
    this.meter = meter;
  }

  /**
   * Fills {@code buffer}, whose limit is the object's size, and flips it.
   *
   * @return the reader's description of the object
   * @throws CloudException DATA_CORRUPTED when the content is shorter or longer than its size
   */
  public ObjectInfo fill(ObjectStore store, ObjectInfo object, ByteBuffer buffer) {
    meter.opened();
    try (ObjectReader reader = store.read(ReadRequest.pinned(object))) {
      readFully(reader, object, buffer);
      // The byte after the last tells a longer object from one of the announced size.
      if (reader.read(ByteBuffer.allocate(1)) >= 0) {
        throw wrongSize(object, "go on after");
      }
      buffer.flip();
      return reader.info();
    } catch (IOException e) {
      throw failed(object, e);
    }
  }

  /** Digests an object. */
  public ReadDigest digest(ObjectStore store, ObjectInfo object, Set<ChecksumAlgorithm> wanted) {
    PinnedContent content =
        new PinnedContent(store, object, ByteRange.all(), wanted, meter, bytes -> {});
    ByteBuffer buffer = buffers.borrow(CHUNK);
    try (ReadableByteChannel channel = content.open()) {
      while (channel.read(buffer.clear().limit(CHUNK)) >= 0) {
        // The channel digests what passes.
      }
      return content.digest();
    } catch (IOException e) {
      throw failed(object, e);
    } finally {
      buffers.giveBack(buffer);
    }
  }

  /** Whether two objects hold the same bytes; stops at the first that differs. */
  public boolean sameBytes(
      ObjectStore leftStore, ObjectInfo left, ObjectStore rightStore, ObjectInfo right) {
    if (left.sizeBytes() != right.sizeBytes()) {
      return false;
    }
    meter.opened();
    meter.opened();
    ByteBuffer a = buffers.borrow(CHUNK);
    ByteBuffer b = buffers.borrow(CHUNK);
    try (ObjectReader leftReader = leftStore.read(ReadRequest.pinned(left));
        ObjectReader rightReader = rightStore.read(ReadRequest.pinned(right))) {
      for (long rest = left.sizeBytes(); rest > 0; ) {
        int count = (int) Math.min(CHUNK, rest);
        readFully(leftReader, left, a.clear().limit(count));
        readFully(rightReader, right, b.clear().limit(count));
        if (a.flip().mismatch(b.flip()) >= 0) {
          return false;
        }
        rest -= count;
      }
      return true;
    } catch (IOException e) {
      throw failed(left, e);
    } finally {
      buffers.giveBack(a);
      buffers.giveBack(b);
    }
  }

  private void readFully(ObjectReader reader, ObjectInfo object, ByteBuffer buffer)
      throws IOException {
    int end = buffer.limit();
    while (buffer.position() < end) {
      int start = buffer.position();
      buffer.limit(Math.min(end, start + Math.min(end, meter.largestReadBytes())));
      if (reader.read(buffer) < 0) {
        throw wrongSize(object, "end before");
      }
      meter.read(buffer.position() - start);
    }
    buffer.limit(end);
  }

  private static CloudException wrongSize(ObjectInfo object, String how) {
    return CloudException.of(ErrorKind.DATA_CORRUPTED)
        .operation("read")
        .location(object.key())
        .retryable()
        .message("the bytes " + how + " the announced size of " + object.sizeBytes());
  }

  private static CloudException failed(ObjectInfo object, IOException cause) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    CloudException.Builder error =
        CloudException.of(interrupted ? ErrorKind.CANCELLED : ErrorKind.UNKNOWN)
            .operation("read")
            .location(object.key())
            .cause(cause);
    return (interrupted ? error : error.retryable()).message(String.valueOf(cause.getMessage()));
  }
}
