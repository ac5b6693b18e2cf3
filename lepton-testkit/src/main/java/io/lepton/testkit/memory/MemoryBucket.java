package io.lepton.testkit.memory;

import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.UploadedPart;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The objects and unfinished uploads of one bucket, under their full keys. Reads go to concurrent
 * maps; whoever decides on what he has read (preconditions, uploads) holds this object's monitor.
 */
final class MemoryBucket {

  /** Content is shared with readers: neither its bytes nor its position ever change. */
  record Stored(
      ByteBuffer content,
      String version,
      Instant lastModified,
      Checksums checksums,
      ObjectMetadata metadata) {

    ObjectInfo described(String key) {
      return new ObjectInfo(
          key, content.remaining(), version, lastModified, checksums, Optional.of(metadata));
    }

    ObjectInfo listed(String key, boolean withChecksums) {
      return new ObjectInfo(
          key,
          content.remaining(),
          version,
          lastModified,
          withChecksums ? checksums : Checksums.none(),
          Optional.empty());
    }
  }

  record Part(ByteBuffer content, UploadedPart described) {}

  record Upload(String key, ObjectMetadata metadata, NavigableMap<Integer, Part> parts) {}

  private final ConcurrentNavigableMap<String, Stored> objects =
      new ConcurrentSkipListMap<>(ObjectKeys.ORDER);
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  private final AtomicLong sequence = new AtomicLong();
  private final MemoryChecksums checksums;

  MemoryBucket(MemoryChecksums checksums) {
    this.checksums = checksums;
  }

  MemoryChecksums checksums() {
    return checksums;
  }

  ConcurrentNavigableMap<String, Stored> objects() {
    return objects;
  }

  Map<String, Upload> uploads() {
    return uploads;
  }

  @Nullable Stored current(String key) {
    return objects.get(key);
  }

  boolean isCurrent(String key, String version) {
    Stored stored = objects.get(key);
    return stored != null && stored.version().equals(version);
  }

  /** A name that this bucket never gave before. */
  String nextName(String kind) {
    return kind + sequence.incrementAndGet();
  }

  Stored store(String key, ByteBuffer content, ObjectMetadata metadata) {
    Stored stored =
        new Stored(
            content.asReadOnlyBuffer(),
            checksums.version(content).orElseGet(() -> nextName("g")),
            Instant.now(),
            checksums.of(content),
            metadata);
    objects.put(key, stored);
    return stored;
  }

  NavigableMap<String, MemoryObject> snapshot() {
    NavigableMap<String, MemoryObject> copy = new TreeMap<>(ObjectKeys.ORDER);
    objects.forEach(
        (key, stored) -> copy.put(key, new MemoryObject(stored.described(key), stored.content())));
    return Collections.unmodifiableNavigableMap(copy);
  }
}
