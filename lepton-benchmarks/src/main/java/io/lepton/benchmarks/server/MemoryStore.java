package io.lepton.benchmarks.server;

import io.lepton.spi.storage.Crc32cCombiner;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** All buckets, and the uploads that are under way. Thread safe. */
final class MemoryStore {
  private final Map<String, NavigableMap<String, Blob>> buckets = new ConcurrentHashMap<>();
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();

  /** A part without its bytes. */
  record Part(long sizeBytes, long crc32c, Blob blob) {}

  /** An upload: its key, its parts by number or name, and what came with it. */
  record Upload(
      String id, String bucket, String key, Map<String, String> headers, Map<String, Part> parts) {

    /** The object that parts in this order make. */
    Blob joined(Iterable<Part> order) {
      BlobWriter small = new BlobWriter();
      long size = 0;
      long crc = 0;
      for (Part part : order) {
        crc = Crc32cCombiner.combine(crc, part.crc32c(), part.sizeBytes());
        size += part.sizeBytes();
        if (size <= BlobWriter.KEPT_BYTES && part.blob().bytes().isPresent()) {
          small.write(ByteBuffer.wrap(part.blob().bytes().get()));
        }
      }
      return size <= BlobWriter.KEPT_BYTES
          ? small.blob(headers)
          : BlobWriter.large(size, crc, headers);
    }
  }

  NavigableMap<String, Blob> bucket(String name) {
    return buckets.computeIfAbsent(name, any -> new ConcurrentSkipListMap<>());
  }

  /** Forgets a bucket and all that it holds. */
  void drop(String name) {
    buckets.remove(name);
  }

  Upload start(String bucket, String key, Map<String, String> headers) {
    Upload upload =
        new Upload(
            "upload" + ids.incrementAndGet(), bucket, key, headers, new ConcurrentHashMap<>());
    uploads.put(upload.id(), upload);
    return upload;
  }

  Map<String, Upload> uploads() {
    return uploads;
  }

  /** Fills a bucket with {@code count} objects of {@code size} bytes. */
  void seed(String bucket, int count, long size) {
    long crc = size > BlobWriter.KEPT_BYTES ? Pattern.crc32c(size) : 0;
    Random random = new Random(size);
    byte[] bytes = new byte[(int) Math.min(size, BlobWriter.KEPT_BYTES)];
    for (int i = 0; i < count; i++) {
      String key = String.format("d%04d/o%06d", i / 1000, i);
      if (size > BlobWriter.KEPT_BYTES) {
        bucket(bucket).put(key, BlobWriter.large(size, crc, Map.of()));
      } else {
        random.nextBytes(bytes);
        BlobWriter writer = new BlobWriter();
        writer.write(ByteBuffer.wrap(bytes));
        bucket(bucket).put(key, writer.blob(Map.of()));
      }
    }
  }
}
