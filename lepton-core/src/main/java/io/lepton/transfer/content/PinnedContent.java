package io.lepton.transfer.content;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.DigestedContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.ReadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A range of one version of an object, as content for another store. Each opening reads it anew
 * from its first byte and digests it as it passes; {@link #digest} is that of the last opening and
 * demands that it was read to its end. One opening at a time.
 */
public final class PinnedContent implements DigestedContent, AutoCloseable {
  private final ObjectStore store;
  private final ObjectInfo object;
  private final ByteRange range;
  private final long sizeBytes;
  private final Set<ChecksumAlgorithm> wanted;
  private final ReadMeter meter;
  private final LongConsumer progress;
  private ReadDigest digest;
  private long told;
  private @Nullable CloudException failure;
  private @Nullable ObjectReader ahead;

  /**
   * Content of {@code range} of {@code object}.
   *
   * @param wanted digests to compute beside CRC32C
   * @param progress told how many bytes more (or, when opened again, fewer) have passed
   */
  public PinnedContent(
      ObjectStore store,
      ObjectInfo object,
      ByteRange range,
      Set<ChecksumAlgorithm> wanted,
      ReadMeter meter,
      LongConsumer progress) {
    this.store = store;
    this.object = object;
    this.range = range;
    this.sizeBytes = range.isAll() ? object.sizeBytes() : range.lengthBytes();
    this.wanted = wanted;
    this.meter = meter;
    this.progress = progress;
    this.digest = new ReadDigest(wanted);
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public ReadableByteChannel open() {
    forget();
    failure = null;
    digest = new ReadDigest(wanted);
    ObjectReader reader = ahead;
    ahead = null;
    try {
      return new Passing(reader == null ? read() : reader, digest);
    } catch (CloudException e) {
      failure = e;
      throw e;
    }
  }

  private ObjectReader read() {
    meter.opened();
    return store.read(ReadRequest.pinned(object).range(range));
  }

  /**
   * Begins to read; the next opening goes on with it.
   *
   * @return what the reader tells of the object
   */
  public ObjectInfo openAhead() {
    close();
    ahead = read();
    return ahead.info();
  }

  /** Abandons what was begun and not gone on with. */
  @Override
  public void close() {
    if (ahead != null) {
      ahead.close();
      ahead = null;
    }
  }

  /** Takes back the progress that was told, because the write failed. */
  public void forget() {
    progress.accept(-told);
    told = 0;
  }

  /** What went wrong on the reading side in the last opening, if anything did. */
  public Optional<CloudException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public OptionalLong wholeCrc32c() {
    return digest.sizeBytes() == sizeBytes
        ? OptionalLong.of(digest.crc32c())
        : OptionalLong.empty();
  }

  /**
   * The digest of the last opening.
   *
   * @throws CloudException DATA_CORRUPTED when the store did not take all bytes
   */
  public ReadDigest digest() {
    if (digest.sizeBytes() != sizeBytes) {
      throw CloudException.of(ErrorKind.DATA_CORRUPTED)
          .operation("put")
          .location(object.key())
          .retryable()
          .message("only " + digest.sizeBytes() + " of " + sizeBytes + " bytes were taken");
    }
    return digest;
  }

  private final class Passing implements ReadableByteChannel {
    private final ObjectReader reader;
    private final ReadDigest into;

    Passing(ObjectReader reader, ReadDigest into) {
      this.reader = reader;
      this.into = into;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      int start = target.position();
      int limit = target.limit();
      try {
        target.limit(Math.min(limit, saturatedAdd(start, meter.largestReadBytes())));
        int count = reader.read(target);
        if (count < 0 && into.sizeBytes() < sizeBytes) {
          throw CloudException.of(ErrorKind.DATA_CORRUPTED)
              .operation("read")
              .location(object.key())
              .retryable()
              .message("the bytes end after " + into.sizeBytes() + " of " + sizeBytes);
        }
        if (count > 0) {
          into.update(target.duplicate().flip().position(start));
          told += count;
          progress.accept(count);
          meter.read(count);
        }
        return count;
      } catch (CloudException e) {
        failure = e;
        throw e;
      } finally {
        target.limit(limit);
      }
    }

    private static int saturatedAdd(int a, int b) {
      return a > Integer.MAX_VALUE - b ? Integer.MAX_VALUE : a + b;
    }

    @Override
    public boolean isOpen() {
      return reader.isOpen();
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
