package io.lepton.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.Place;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.transfer.ObjectStores;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferEngine;
import io.lepton.transfer.TransferResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The objects of one scenario, and all that each key may hold at the target. Looks at both places
 * past the proxies. Targets that are encrypted are read by decrypting them to a folder.
 */
final class ChaosWorld implements AutoCloseable {
  private static final int SMALL = 40;
  private static final int MIB = 1 << 20;

  /** Different content types. */
  private static final int TYPES = 997;

  private final ChaosRun calm;
  private final Scenario scenario;
  private final Random random;
  private final ObjectStores stores;

  /** The source as it should be, by key. */
  private final Map<String, String> source = new TreeMap<>();

  /** Everything that a key has ever held at either side. */
  private final Map<String, Set<String>> history = new HashMap<>();

  /** What the target held before, and still should unless the source or the mirror says else. */
  private final Map<String, String> before = new TreeMap<>();

  private int largeBytes;

  ChaosWorld(ChaosRun calm, Random random) {
    this.calm = calm;
    this.scenario = calm.scenario();
    this.random = random;
    this.stores = calm.stores();
  }

  int size() {
    return source.size();
  }

  /** Fills the source, and the target with older and other objects. */
  void fill() {
    try (ObjectStore from = stores.open(calm.from())) {
      for (int i = 0; i < SMALL; i++) {
        put(from, source, key(i), random.nextInt(20_000));
      }
      put(from, source, "empty", 0);
      put(from, source, "medium", MIB + random.nextInt(4 * MIB));
      largeBytes = 11 * MIB + random.nextInt(MIB);
      put(from, source, "large", largeBytes);
    }
    if (!scenario.encrypted()) {
      try (ObjectStore to = stores.open(calm.to())) {
        put(to, before, key(3), 500);
        put(to, before, key(7), 500);
        if (!scenario.to().equals("gs")) {
          // fake-gcs-server keeps the headers of what it composes a new object over.
          put(to, before, "large", 700);
        }
        put(to, before, "only-at-the-target", 100);
        put(to, before, "only-at-the-target.tmp", 100);
      }
    }
  }

  private static String key(int i) {
    return "folder-" + i % 7 + "/file-" + i + (i % 11 == 0 ? ".tmp" : "");
  }

  private void put(ObjectStore store, Map<String, String> side, String key, int size) {
    byte[] content = new byte[size];
    random.nextBytes(content);
    store.put(
        PutRequest.of(key, ObjectContent.of(content))
            .metadata(ObjectMetadata.contentType("text/x-" + size % TYPES)));
    CRC32C crc = new CRC32C();
    crc.update(content);
    String digest = size + " bytes, " + Long.toHexString(crc.getValue());
    side.put(key, digest);
    history.computeIfAbsent(key, any -> new HashSet<>()).add(digest);
  }

  /** Other objects at the source than there were. */
  void change() {
    try (ObjectStore from = stores.open(calm.from())) {
      put(from, source, key(5), 900);
      put(from, source, "large", otherLarge());
      put(from, source, "new", 900);
      for (String gone : List.of(key(9), key(10))) {
        from.delete(List.of(gone));
        source.remove(gone);
      }
    }
  }

  /** Its type follows from its size, and fake-gcs-server keeps that of what it composes over. */
  private int otherLarge() {
    int other = 11 * MIB + random.nextInt(MIB);
    return scenario.to().equals("gs") ? other - other % TYPES + largeBytes % TYPES : other;
  }

  /** Whatever is at the target is right, or what was there before. */
  void checkTarget(String when) throws IOException {
    Map<String, String> target = target();
    for (Map.Entry<String, String> object : target.entrySet()) {
      assertThat(history.getOrDefault(object.getKey(), Set.of()))
          .as("'%s' at the target %s", object.getKey(), when)
          .contains(object.getValue());
    }
    if (!scenario.mirror()) {
      assertThat(target.keySet()).as("target %s", when).containsAll(before.keySet());
    }
    checkSource(when);
  }

  private void checkSource(String when) {
    assertThat(contents(calm.from())).as("source %s", when).isEqualTo(source);
  }

  /** Whatever the target lacks or has old has a failure of its own. */
  void checkMissingAreNamed(ChaosRun.Outcome outcome) throws IOException {
    Map<String, String> target = target();
    source.forEach(
        (key, digest) -> {
          if (scenario.inScope(key) && !digest.equals(target.get(key))) {
            assertThat(outcome.names(key))
                .as("'%s' is %s, not %s, and named in %s", key, target.get(key), digest, outcome)
                .isTrue();
          }
        });
  }

  /** The end: nothing is missing, nothing is too much, nothing is left open. */
  void checkEqual() throws IOException {
    Map<String, String> wanted = new TreeMap<>();
    Map<String, String> target = target();
    history.forEach(
        (key, digests) -> {
          String there = target.get(key);
          if (source.containsKey(key) && scenario.inScope(key)) {
            wanted.put(key, source.get(key));
          } else if (before.containsKey(key)
              && !(scenario.mirror() && scenario.inScope(key) && !source.containsKey(key))) {
            wanted.put(key, before.get(key));
          } else if (there != null && !scenario.mirror() && scenario.inScope(key)) {
            // It was copied before it was deleted at the source.
            wanted.put(key, there);
          }
        });
    assertThat(target).as("target in the end").isEqualTo(wanted);
    checkSource("in the end");
    try (ObjectStore from = stores.open(calm.from());
        ObjectStore to = stores.open(calm.to())) {
      assertThat(to.listUploads()).as("uploads left behind").isEmpty();
      if (!scenario.encrypted()) {
        for (String key : source.keySet()) {
          if (scenario.inScope(key)) {
            assertThat(type(to, key)).as("content type of '%s'", key).isEqualTo(type(from, key));
          }
        }
      }
    }
  }

  private static Optional<String> type(ObjectStore store, String key) {
    return store.stat(key).orElseThrow().metadata().orElseThrow().contentType();
  }

  private Map<String, String> target() throws IOException {
    if (!scenario.encrypted()) {
      return contents(calm.to());
    }
    Path plain = Files.createTempDirectory(calm.state().toAbsolutePath().getParent(), "plain");
    TransferResult result =
        new TransferEngine(stores)
            .run(
                Transfer.from(calm.to())
                    .to(Place.file(plain))
                    .decrypt(calm.keys())
                    .state(Files.createTempDirectory(plain.getParent(), "plain-state"))
                    .build(),
                event -> {});
    assertThat(result.failures()).as("decrypting the target").isEmpty();
    return contents(Place.file(plain));
  }

  private Map<String, String> contents(Place place) {
    Map<String, String> all = new TreeMap<>();
    try (ObjectStore store = stores.open(place)) {
      ListPage page = store.list(ListRequest.all());
      assertThat(page.next()).isEmpty();
      page.objects().forEach(object -> all.put(object.key(), digest(store, object.key())));
    }
    return all;
  }

  private static String digest(ObjectStore store, String key) {
    try (ObjectReader reader = store.read(ReadRequest.of(key));
        InputStream stream = reader.stream()) {
      CRC32C crc = new CRC32C();
      byte[] buffer = new byte[1 << 16];
      long size = 0;
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        crc.update(buffer, 0, read);
        size += read;
      }
      return size + " bytes, " + Long.toHexString(crc.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stores.close();
  }
}
