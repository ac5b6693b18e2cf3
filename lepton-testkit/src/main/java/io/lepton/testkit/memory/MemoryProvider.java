package io.lepton.testkit.memory;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudException;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.key.KeyBackend;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.StorageBackend;
import io.lepton.testkit.key.MemoryKeys;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Object stores in memory: {@code mem://bucket/prefix}, and a key service: {@code mem-kms://name}.
 *
 * <p>Every instance is a world of its own; all stores opened from one instance share its buckets,
 * and a bucket comes to be when it is first named. Listings tell checksums but, like those of the
 * large clouds, no metadata. A reader fails with PRECONDITION_FAILED as soon as its object is
 * replaced or deleted. Limits, capabilities and known checksums can be narrowed, to see how callers
 * cope: what is switched off answers UNSUPPORTED, and metadata that cannot be kept is refused with
 * UNSUPPORTED.
 *
 * <p>Thread safe.
 */
public final class MemoryProvider implements CloudProvider {
  private static final Set<Capability> STORAGE =
      Set.of(
          Capability.CREATE_IF_ABSENT,
          Capability.REPLACE_IF_UNCHANGED,
          Capability.USER_METADATA,
          Capability.CONTENT_HEADERS,
          Capability.TAGS,
          Capability.SERVER_SIDE_COPY,
          Capability.BATCH_DELETE,
          Capability.MULTIPART_UPLOAD,
          Capability.INDEPENDENT_UPLOADS);

  private final ConcurrentMap<String, MemoryBucket> buckets = new ConcurrentHashMap<>();
  private final String id;
  private final Limits limits;
  private final Set<Capability> capabilities;
  private final MemoryChecksums checksums;
  private final MemoryKeys keys;

  /** An empty world with id and scheme {@code mem}, every storage capability and no limits. */
  public MemoryProvider() {
    this("mem", Limits.unlimited(), STORAGE, MemoryChecksums.standard());
  }

  private MemoryProvider(
      String id, Limits limits, Set<Capability> capabilities, MemoryChecksums checksums) {
    this.id = Objects.requireNonNull(id, "id");
    this.limits = Objects.requireNonNull(limits, "limits");
    this.capabilities = Set.copyOf(capabilities);
    this.checksums = Objects.requireNonNull(checksums, "checksums");
    this.keys = new MemoryKeys(id + "-kms");
  }

  /** A new empty world under another id, which is its only scheme too: a second cloud. */
  public MemoryProvider named(String otherId) {
    return new MemoryProvider(otherId, limits, capabilities, checksums);
  }

  /** A new empty world with these limits, which it enforces. */
  public MemoryProvider limitedTo(Limits otherLimits) {
    return new MemoryProvider(id, otherLimits, capabilities, checksums);
  }

  /** A new empty world that lacks these capabilities. */
  public MemoryProvider without(Capability... missing) {
    EnumSet<Capability> kept = EnumSet.noneOf(Capability.class);
    kept.addAll(capabilities);
    kept.removeAll(Arrays.asList(missing));
    return new MemoryProvider(id, limits, kept, checksums);
  }

  /** A new empty world that knows exactly these digests of every object, and of no part any. */
  public MemoryProvider knowing(ChecksumAlgorithm... algorithms) {
    return new MemoryProvider(id, limits, capabilities, checksums.knowing(Set.of(algorithms)));
  }

  /** A new empty world whose listings tell no checksum, as those of S3 do not. */
  public MemoryProvider listingNoChecksums() {
    return new MemoryProvider(id, limits, capabilities, checksums.notListed());
  }

  /**
   * A new empty world where an object that is written anew with the same content keeps its version,
   * whatever its metadata, as with the ETags of S3.
   */
  public MemoryProvider versionedByContent() {
    return new MemoryProvider(id, limits, capabilities, checksums.asVersions());
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Set<String> schemes() {
    return Set.of(id);
  }

  @Override
  public Set<String> keySchemes() {
    return Set.of(id + "-kms");
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public CloudBackends open(ProviderConfig config) {
    StorageBackend storage = this::store;
    return new CloudBackends() {
      @Override
      public Optional<StorageBackend> storage() {
        return Optional.of(storage);
      }

      @Override
      public Optional<KeyBackend> keys() {
        return Optional.of(keys);
      }

      @Override
      public void close() {}
    };
  }

  /** The key service of this world. */
  public MemoryKeys keys() {
    return keys;
  }

  /** Opens a store directly, without a configuration. */
  public ObjectStore store(Place place) {
    if (!place.scheme().equals(id)) {
      throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
          .provider(id)
          .operation("open")
          .location(place.toString())
          .message("the scheme is not '" + id + "'; open it with its own provider");
    }
    return new MemoryObjectStore(this, place, bucket(place.bucket()));
  }

  /** Opens the store of a URI such as {@code mem://bucket/prefix}. */
  public ObjectStore store(String uri) {
    return store(Place.parse(uri));
  }

  /** The objects of a bucket at this moment, by key, in key order; a copy that never changes. */
  public NavigableMap<String, MemoryObject> snapshot(String bucket) {
    return bucket(bucket).snapshot();
  }

  /** One object of a bucket at this moment, by its full key; fails the test when it is missing. */
  public MemoryObject object(String bucket, String key) {
    MemoryObject object = snapshot(bucket).get(key);
    if (object == null) {
      throw new AssertionError("no object '" + key + "' in bucket '" + bucket + "'");
    }
    return object;
  }

  private MemoryBucket bucket(String name) {
    return buckets.computeIfAbsent(name, unused -> new MemoryBucket(checksums));
  }
}
