package io.lepton.it.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.Lepton;
import io.lepton.it.site.Rclone;
import io.lepton.it.site.Site;
import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/** Moves a world from one site to another, and has the result judged. */
final class PairCheck {
  private final ProviderConfig config;
  private final Lepton lepton;
  private final Rclone rclone;
  private final Path scratch;

  PairCheck(ProviderConfig config, Lepton lepton, Rclone rclone, Path scratch) {
    this.config = config;
    this.lepton = lepton;
    this.rclone = rclone;
    this.scratch = scratch;
  }

  /** Writes those objects of a world that a site takes to a new place there. */
  Place seed(Site site, List<OddObject> world) {
    Place place = site.emptyPlace();
    try (CloudBackends backends = site.provider().open(config);
        ObjectStore store = backends.storage().orElseThrow().open(place)) {
      for (OddObject object : world) {
        if (site.takesKey(object.key())) {
          store.put(PutRequest.of(object.key(), object).metadata(kept(site, object.metadata())));
        }
      }
      store.sync();
    }
    return place;
  }

  /** Transfers, and demands that everything that the target takes has arrived, and no more. */
  void arrives(Site from, Place source, Site to, List<OddObject> world) throws IOException {
    Place target = to.emptyPlace();
    List<OddObject> sent = world.stream().filter(o -> from.takesKey(o.key())).toList();
    List<OddObject> taken = sent.stream().filter(o -> to.takesKey(o.key())).toList();
    List<String> refused =
        sent.stream().map(OddObject::key).filter(key -> !to.takesKey(key)).toList();

    TransferResult first = lepton.transfer(transfer(source, target));
    assertThat(first.failures())
        .as("failures of %s", first)
        .allMatch(failure -> failure.kind() == ErrorKind.INVALID_ARGUMENT)
        .extracting(failure -> failure.key())
        .containsExactlyInAnyOrderElementsOf(refused);
    assertThat(first.copied()).isEqualTo(taken.size());
    assertThat(first.verified()).isEqualTo(refused.isEmpty());
    boolean tagsAreLost =
        from.provider().capabilities().contains(Capability.TAGS)
            && !to.provider().capabilities().contains(Capability.TAGS);
    assertThat(first.warnings().toString())
        .satisfies(
            text -> assertThat(text.contains("does not keep tag")).as(text).isEqualTo(tagsAreLost));

    rcloneAgrees(from, source, to, target, taken);
    storeAgrees(from, to, target, taken);

    TransferResult again = lepton.transfer(transfer(source, target));
    assertThat(again.copied()).as("copied again: %s", again).isZero();
    assertThat(again.skipped()).isEqualTo(taken.size());
    // Room for the next direction: emulators keep objects in memory.
    rclone.run("purge", to.rclonePath(target));
  }

  /** What the emulators of both sites keep apart. */
  static List<OddObject> suited(Site from, Site to, List<OddObject> world) {
    return suited(to, suited(from, world));
  }

  private static List<OddObject> suited(Site site, List<OddObject> world) {
    Set<String> keys = world.stream().map(OddObject::key).collect(Collectors.toSet());
    return world.stream().filter(object -> site.emulatorKeeps(object.key(), keys)).toList();
  }

  private Transfer transfer(Place source, Place target) throws IOException {
    return Transfer.from(source)
        .to(target)
        .incremental()
        .state(Files.createTempDirectory(scratch, "state"))
        .build();
  }

  /** Every key that rclone can name at both places is the same to it, byte by byte. */
  private void rcloneAgrees(Site from, Place source, Site to, Place target, List<OddObject> taken)
      throws IOException {
    List<String> named =
        taken.stream()
            .map(OddObject::key)
            .filter(key -> from.rcloneNames(source, key) && to.rcloneNames(target, key))
            .toList();
    assertThat(named).as("keys that rclone can name").hasSizeGreaterThan(taken.size() / 2);
    Path list = Files.createTempFile(scratch, "keys", ".txt");
    Files.write(list, named);
    Rclone.Outcome outcome =
        rclone.run(
            "check",
            "--download",
            "--no-traverse",
            "--checkers=8",
            "--files-from-raw=" + list,
            "--combined=-",
            from.rclonePath(source),
            to.rclonePath(target));
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output().lines().filter(line -> line.startsWith("= ")).count())
        .as(outcome.output())
        .isEqualTo(named.size());
  }

  /** All keys, bytes and metadata, read through the target's own SDK. */
  private void storeAgrees(Site from, Site to, Place target, List<OddObject> taken)
      throws IOException {
    try (CloudBackends backends = to.provider().open(config);
        ObjectStore store = backends.storage().orElseThrow().open(target)) {
      assertThat(keys(store))
          .containsExactlyInAnyOrderElementsOf(taken.stream().map(OddObject::key).toList());
      for (OddObject object : taken) {
        ObjectInfo info = store.stat(object.key()).orElseThrow();
        assertThat(info.sizeBytes()).as(object.key()).isEqualTo(object.sizeBytes());
        assertThat(crc32c(store, object.key())).as(object.key()).isEqualTo(crc32c(object));
        assertThat(told(info.metadata().orElseThrow()))
            .as("metadata of '%s'", object.key())
            .isEqualTo(told(kept(to, kept(from, object.metadata()))));
      }
    }
  }

  /** Stores give a type of their own to what came without one. */
  private static Map<String, String> told(ObjectMetadata metadata) {
    Map<String, String> all = new TreeMap<>();
    metadata.headers().forEach((name, value) -> all.put("header " + name, value));
    metadata.user().forEach((name, value) -> all.put("user " + name, value));
    metadata.tags().forEach((name, value) -> all.put("tag " + name, value));
    if (metadata.contentType().filter(OWN_TYPES::contains).isPresent()) {
      all.remove("header content-type");
    }
    return all;
  }

  private static final List<String> OWN_TYPES =
      List.of(
          "application/octet-stream", "binary/octet-stream", "application/x-www-form-urlencoded");

  private static ObjectMetadata kept(Site site, ObjectMetadata metadata) {
    return site.provider().capabilities().contains(Capability.TAGS)
        ? metadata
        : new ObjectMetadata(metadata.headers(), metadata.user(), Map.of());
  }

  private static List<String> keys(ObjectStore store) {
    List<String> keys = new ArrayList<>();
    ListPage page = store.list(ListRequest.all());
    page.objects().forEach(object -> keys.add(object.key()));
    while (page.next().isPresent()) {
      page = store.list(ListRequest.all().after(page.next().get()));
      page.objects().forEach(object -> keys.add(object.key()));
    }
    return keys;
  }

  private static long crc32c(ObjectStore store, String key) throws IOException {
    try (ObjectReader reader = store.read(ReadRequest.of(key))) {
      return crc32c(reader.stream());
    }
  }

  private static long crc32c(ObjectContent content) throws IOException {
    try (InputStream stream = content.stream()) {
      return crc32c(stream);
    }
  }

  private static long crc32c(InputStream stream) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
      crc.update(buffer, 0, read);
    }
    return crc.getValue();
  }
}
