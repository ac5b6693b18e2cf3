package io.lepton.azure.blob;

import io.lepton.http.RequestBody;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.ObjectContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Content on its way to the service, in one piece or several, digested as it passes. It ends with
 * exactly the announced number of bytes: the last of them are held back until it is known that no
 * more follow, so that a request with too much content is never complete. Used by one thread at a
 * time.
 */
final class SentContent implements AutoCloseable {
  private final BlobErrors errors;
  private final String operation;
  private final String key;
  private final long sizeBytes;
  private final ReadableByteChannel channel;
  private final Optional<ContentDigest> wanted;
  private long taken;
  private volatile @Nullable CloudException failure;

  SentContent(
      BlobErrors errors,
      String operation,
      String key,
      ObjectContent content,
      Optional<ChecksumAlgorithm> wanted) {
    this.errors = errors;
    this.operation = operation;
    this.key = key;
    this.sizeBytes = content.sizeBytes();
    this.wanted = wanted.map(ContentDigest::of);
    try {
      this.channel = content.open();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** What went wrong with reading the content, if anything did. */
  Optional<CloudException> failure() {
    return Optional.ofNullable(failure);
  }

  /** The digest that was asked for, once all pieces were read. */
  Optional<Checksum> checksum() {
    return wanted.map(ContentDigest::checksum);
  }

  /** The next bytes, of which there must be as many. */
  Piece piece(long bytes) {
    return new Piece(bytes);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was read as far as it was needed.
    }
  }

  private int read(ByteBuffer target) throws IOException {
    try {
      errors.checkInterrupt(operation, key);
      int count = channel.read(target);
      taken += Math.max(count, 0);
      if (count < 0) {
        throw wrongSize("ended after " + taken);
      }
      if (taken == sizeBytes) {
        // A reader may answer zero bytes while it has nothing at hand.
        ByteBuffer surplus = ByteBuffer.allocate(1);
        int more = 0;
        while (more == 0) {
          errors.checkInterrupt(operation, key);
          more = channel.read(surplus);
        }
        if (more > 0) {
          throw wrongSize("goes on after the last");
        }
      }
      return count;
    } catch (CloudException e) {
      failure = e;
      throw e;
    } catch (IOException e) {
      CloudException translated = unreadable(e);
      failure = translated;
      throw translated;
    }
  }

  /** Fills {@code target}, which has the announced size, and returns it. */
  byte[] gather(byte[] target) throws IOException {
    if (target.length == 0) {
      checkEmpty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(target);
    while (buffer.hasRemaining()) {
      read(buffer);
    }
    return target;
  }

  /** Makes sure that content of no bytes has none. */
  void checkEmpty() {
    try {
      int more = 0;
      ByteBuffer surplus = ByteBuffer.allocate(1);
      while (more == 0) {
        errors.checkInterrupt(operation, key);
        more = channel.read(surplus);
      }
      if (more > 0) {
        throw wrongSize("goes on after the last");
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private CloudException wrongSize(String how) {
    return errors
        .of(ErrorKind.DATA_CORRUPTED, operation, key)
        .message("the content " + how + " of the announced " + sizeBytes + " bytes");
  }

  private CloudException unreadable(IOException e) {
    if (Thread.currentThread().isInterrupted()) {
      return errors
          .of(ErrorKind.CANCELLED, operation, key)
          .cause(e)
          .message("the calling thread was interrupted");
    }
    return errors
        .of(ErrorKind.UNKNOWN, operation, key)
        .cause(e)
        .message("the content to write could not be read: " + e);
  }

  /** A run of the content, as the body of one request. */
  final class Piece implements RequestBody {
    private final long pieceBytes;
    private final ContentDigest crc32c = ContentDigest.of(ChecksumAlgorithm.CRC32C);
    private final ContentDigest crc64 = ContentDigest.of(ChecksumAlgorithm.CRC64NVME);
    private long left;

    private Piece(long bytes) {
      pieceBytes = bytes;
      left = bytes;
    }

    @Override
    public long sizeBytes() {
      return pieceBytes;
    }

    /** Whether every byte was read. */
    boolean complete() {
      return left == 0;
    }

    Checksum crc32c() {
      return crc32c.checksum();
    }

    Checksum crc64() {
      return crc64.checksum();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (left == 0) {
        return -1;
      }
      int start = target.position();
      int limit = target.limit();
      target.limit((int) Math.min(limit, start + left));
      try {
        int count = 0;
        while (count == 0) {
          count = SentContent.this.read(target);
        }
        left -= count;
        ByteBuffer read = target.duplicate().limit(start + count).position(start);
        crc32c.update(read.duplicate());
        crc64.update(read.duplicate());
        wanted.ifPresent(digest -> digest.update(read.duplicate()));
        return count;
      } finally {
        target.limit(limit);
      }
    }
  }
}
