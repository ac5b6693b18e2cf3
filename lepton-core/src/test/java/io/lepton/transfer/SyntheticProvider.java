package io.lepton.transfer;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.Crc32cCombiner;
import io.lepton.spi.storage.DeleteFailure;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.spi.storage.StorageBackend;
import io.lepton.spi.storage.UploadedPart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * A cloud that holds nothing and takes any amount: so many objects of zeros, of one size, and a
 * sink that counts and digests what is written. What grows while it is used is the engine's.
 */
record SyntheticProvider(String id, long objects, long sizeBytes) implements CloudProvider {

  @Override
  public Set<String> schemes() {
    return Set.of(id);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.MULTIPART_UPLOAD, Capability.BATCH_DELETE);
  }

  @Override
  public Limits limits() {
    return new Limits(5 << 20, 5L << 30, 10_000, 5L << 30, 5L << 40, 1024, 1000, 1000, 1);
  }

  @Override
  public CloudBackends open(ProviderConfig config) {
    StorageBackend backend = Store::new;
    return new CloudBackends() {
      @Override
      public Optional<StorageBackend> storage() {
        return Optional.of(backend);
      }

      @Override
      public void close() {}
    };
  }

  private static String key(long number) {
    return String.format("folder/%04d/object-%09d", number / 1000, number);
  }

  private ObjectInfo info(String key, Optional<ObjectMetadata> metadata) {
    // Of the same length and key at both sides, so that digests made of them agree.
    return new ObjectInfo(
        key,
        sizeBytes,
        "v",
        Instant.EPOCH,
        sizeBytes < 1 << 20
            ? Checksums.of(Checksum.crc32c(key.hashCode() & 0xffffffffL))
            : Checksums.none(),
        metadata);
  }

  private static UnsupportedOperationException never() {
    return new UnsupportedOperationException("no test comes here");
  }

  /** The store. */
  private final class Store implements ObjectStore {
    private final Place place;
    private final Map<Integer, UploadedPart> parts = new ConcurrentHashMap<>();

    Store(Place place) {
      this.place = place;
    }

    @Override
    public Place place() {
      return place;
    }

    @Override
    public Optional<ObjectInfo> stat(String key) {
      return Optional.of(info(key, Optional.of(ObjectMetadata.none())));
    }

    @Override
    public ObjectReader read(ReadRequest request) {
      ByteRange range = request.range();
      return new Zeros(
          info(request.key(), Optional.of(ObjectMetadata.none())),
          range.isAll() ? sizeBytes : Math.min(range.lengthBytes(), sizeBytes - range.offset()));
    }

    @Override
    public ListPage list(ListRequest request) {
      long from =
          request
              .startAfter()
              .map(key -> Long.parseLong(key.substring(key.lastIndexOf('-') + 1)) + 1)
              .orElse(0L);
      List<ObjectInfo> page = new ArrayList<>();
      for (long i = from; i < Math.min(objects, from + 1000); i++) {
        page.add(info(key(i), Optional.empty()));
      }
      boolean more = from + page.size() < objects;
      return new ListPage(
          page, List.of(), more ? Optional.of(key(from + page.size() - 1)) : Optional.empty());
    }

    @Override
    public MultipartUpload startUpload(String key, ObjectMetadata metadata) {
      return new MultipartUpload(key, "upload");
    }

    @Override
    public UploadedPart putPart(MultipartUpload upload, int number, ObjectContent content) {
      CRC32C crc = new CRC32C();
      ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
      long size = 0;
      try (ReadableByteChannel channel = content.open()) {
        while (channel.read(buffer.clear()) >= 0) {
          size += buffer.flip().remaining();
          crc.update(buffer);
        }
      } catch (IOException e) {
        throw CloudException.of(ErrorKind.UNKNOWN).cause(e).message("cannot read");
      }
      UploadedPart part =
          new UploadedPart(
              number, size, "part-" + number, Optional.of(Checksum.crc32c(crc.getValue())));
      parts.put(number, part);
      return part;
    }

    @Override
    public ObjectInfo completeUpload(
        MultipartUpload upload, List<UploadedPart> wanted, Precondition precondition) {
      long crc = 0;
      long size = 0;
      for (UploadedPart part : wanted) {
        long next = Long.parseLong(part.checksum().orElseThrow().hex(), 16);
        crc = Crc32cCombiner.combine(crc, next, part.sizeBytes());
        size += part.sizeBytes();
      }
      return new ObjectInfo(
          upload.key(),
          size,
          "w",
          Instant.EPOCH,
          Checksums.of(Checksum.crc32c(crc)),
          Optional.of(ObjectMetadata.none()));
    }

    @Override
    public ObjectInfo put(PutRequest request) {
      throw never();
    }

    @Override
    public List<DeleteFailure> delete(Collection<String> keys) {
      throw never();
    }

    @Override
    public ObjectInfo copy(CopyRequest request) {
      throw never();
    }

    @Override
    public List<UploadedPart> listParts(MultipartUpload upload) {
      return List.copyOf(parts.values());
    }

    @Override
    public void abortUpload(MultipartUpload upload) {}

    @Override
    public List<MultipartUpload> listUploads() {
      return List.of();
    }

    @Override
    public void sync() {}

    @Override
    public void close() {}
  }

  /** So many zero bytes. */
  private static final class Zeros implements ObjectReader {
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 << 10);
    private final ObjectInfo info;
    private long rest;

    Zeros(ObjectInfo info, long count) {
      this.info = info;
      this.rest = count;
    }

    @Override
    public ObjectInfo info() {
      return info;
    }

    @Override
    public int read(ByteBuffer target) {
      if (rest == 0) {
        return -1;
      }
      int count = (int) Math.min(rest, Math.min(target.remaining(), ZEROS.capacity()));
      target.put(ZEROS.duplicate().limit(count));
      rest -= count;
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
