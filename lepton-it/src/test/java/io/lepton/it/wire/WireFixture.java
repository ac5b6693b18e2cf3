package io.lepton.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.Lepton;
import io.lepton.it.site.Site;
import io.lepton.local.LocalProvider;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.testkit.wire.FaultProxy;
import io.lepton.testkit.wire.WireRequest;
import io.lepton.testkit.wire.WireScript;
import io.lepton.transfer.Chunking;
import io.lepton.transfer.Mirror;
import io.lepton.transfer.Retries;
import io.lepton.transfer.Transfer;
import io.lepton.transfer.TransferResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder, a cloud, and a wire between them that can go wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
abstract class WireFixture {
  static final int MIB = 1 << 20;
  private static final int LARGE = 11 * MIB;

  final Dialect dialect;
  final WireScript script = new WireScript();
  Path scratch;
  Site site;
  FaultProxy proxy;
  Lepton lepton;
  Lepton impatient;
  CloudBackends direct;
  Place cloud;
  long faultsBefore;
  Path folder;

  WireFixture(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Starts the server. */
  abstract Site start(Path scratch);

  @BeforeAll
  void startServer(@TempDir Path temporary) {
    scratch = temporary;
    site = start(scratch);
    proxy = FaultProxy.before(site.endpoint()).plan(script).start();
    lepton =
        Lepton.of(
            new ProviderConfig(site.settings(proxy.endpoint()), scratch.resolve("home")),
            new LocalProvider(),
            site.provider());
    Map<String, String> settings = new TreeMap<>(site.settings(proxy.endpoint()));
    settings.put(ProviderConfig.SILENCE_VARIABLE, "2");
    impatient =
        Lepton.of(
            new ProviderConfig(settings, scratch.resolve("home")),
            new LocalProvider(),
            site.provider());
    direct =
        site.provider()
            .open(
                new ProviderConfig(site.settings(site.endpoint()), scratch.resolve("direct-home")));
  }

  @AfterAll
  void stopServer() {
    if (lepton != null) {
      lepton.close();
      impatient.close();
      direct.close();
      proxy.close();
      site.close();
    }
  }

  @BeforeEach
  void freshPlaces() throws IOException {
    cloud = site.emptyPlace();
    folder = Files.createTempDirectory(scratch, "folder");
    proxy.forget();
    faultsBefore = proxy.faultCount();
  }

  @AfterEach
  void calm() {
    script.clear();
  }

  static void assertDenied(TransferResult result, String key) {
    assertThat(result.failures()).as(result.toString()).hasSize(1);
    assertThat(result.failures().get(0).key()).isEqualTo(key);
    assertThat(result.failures().get(0).kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
  }

  /** Makes a line that applies to requests like these, for subclasses. */
  final WireScript.LineBuilder on(Predicate<WireRequest> requests) {
    return script.onAny().where(requests);
  }

  final List<WireRequest> requests(Predicate<WireRequest> condition) {
    return proxy.requests(condition);
  }

  final TransferResult upload() {
    return lepton.transfer(transfer(Place.file(folder), cloud).build());
  }

  final TransferResult download() {
    return lepton.transfer(transfer(cloud, Place.file(folder)).build());
  }

  final TransferResult download(Mirror mirror) {
    return lepton.transfer(transfer(cloud, Place.file(folder)).mirror(mirror).build());
  }

  final Transfer.Builder transfer(Place from, Place to) {
    try {
      return Transfer.from(from)
          .to(to)
          .incremental()
          .parallelism(4)
          .state(Files.createTempDirectory(scratch, "state"))
          .chunking(new Chunking(MIB, 6 * MIB, 5 * MIB))
          .retries(new Retries(8, Duration.ofMillis(1), Duration.ofMillis(40)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All is well, and the judge, who does not look through the proxy, says so too. */
  final void everythingArrives(TransferResult result, Map<String, byte[]> world) {
    assertThat(result.failures()).as(result.toString()).isEmpty();
    assertThat(result.verified()).isTrue();
    everythingIsThere(world, result);
    assertThat(proxy.faultCount()).as("faults").isGreaterThan(faultsBefore);
  }

  final void everythingIsThere(Map<String, byte[]> world, TransferResult result) {
    assertThat(result.failures()).as(result.toString()).isEmpty();
    same(contents(), world);
    same(folderContents(), world);
  }

  /** Whatever is at the target is right; what is missing is named. */
  final void rightOrNamed(TransferResult result, Map<String, byte[]> world) {
    assertThat(proxy.faultCount()).as("faults").isGreaterThan(faultsBefore);
    List<String> named = result.failures().stream().map(failure -> failure.key()).toList();
    Map<String, byte[]> there = new TreeMap<>(contents());
    Map<String, byte[]> files = folderContents();
    for (Map.Entry<String, byte[]> object : world.entrySet()) {
      String key = object.getKey();
      if (!named.contains(key)) {
        assertThat(there).as(result.toString()).containsKey(key);
        assertThat(files).as(result.toString()).containsKey(key);
      }
      for (Map<String, byte[]> side : List.of(there, files)) {
        if (side.containsKey(key)) {
          assertThat(side.get(key)).as("'%s' after %s", key, result).isEqualTo(object.getValue());
        }
      }
    }
  }

  private static void same(Map<String, byte[]> found, Map<String, byte[]> wanted) {
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(wanted.keySet());
    wanted.forEach((key, bytes) -> assertThat(found.get(key)).as(key).isEqualTo(bytes));
  }

  static Map<String, byte[]> small(int count, int bytes) {
    Map<String, byte[]> world = new TreeMap<>();
    for (int i = 1; i <= count; i++) {
      byte[] content = new byte[bytes];
      new Random(i).nextBytes(content);
      world.put("o" + i, content);
    }
    return world;
  }

  static Map<String, byte[]> large() {
    return small(1, LARGE);
  }

  final void files(Map<String, byte[]> world) throws IOException {
    for (Map.Entry<String, byte[]> file : world.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  final void objects(Map<String, byte[]> world) {
    try (ObjectStore store = direct.storage().orElseThrow().open(cloud)) {
      world.forEach((key, bytes) -> store.put(PutRequest.of(key, ObjectContent.of(bytes))));
    }
  }

  /** What the cloud holds, past the proxy. */
  final Map<String, byte[]> contents() {
    Map<String, byte[]> all = new TreeMap<>();
    try (ObjectStore store = direct.storage().orElseThrow().open(cloud)) {
      ListPage page = store.list(ListRequest.all());
      assertThat(page.next()).isEmpty();
      page.objects().forEach(object -> all.put(object.key(), bytes(store, object.key())));
    }
    return all;
  }

  private static byte[] bytes(ObjectStore store, String key) {
    try (ObjectReader reader = store.read(ReadRequest.of(key))) {
      return reader.stream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  final Map<String, byte[]> folderContents() {
    Map<String, byte[]> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  final List<String> openUploads() {
    try (ObjectStore store = direct.storage().orElseThrow().open(cloud)) {
      return new ArrayList<>(store.listUploads().stream().map(upload -> upload.key()).toList());
    }
  }
}
