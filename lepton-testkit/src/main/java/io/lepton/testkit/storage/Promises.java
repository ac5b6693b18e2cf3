package io.lepton.testkit.storage;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One group of promises: a fresh place for each test, and the words that the tests are told in. */
abstract class Promises {
  private final ObjectStoreContract contract;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Place place = new Place("none", "", "");
  private CloudProvider provider;
  private ObjectStore store;

  @SuppressWarnings("NullAway.Init") // set before each test
  Promises(ObjectStoreContract contract) {
    this.contract = contract;
  }

  @BeforeEach
  final void openFreshPlace() {
    provider = contract.provider();
    place = contract.emptyPlace();
    store = open(place);
  }

  @AfterEach
  final void closeAll() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  /** The store under test, on a place that was empty before the test. */
  final ObjectStore store() {
    return store;
  }

  final Place place() {
    return place;
  }

  final CloudProvider provider() {
    return provider;
  }

  final boolean offers(Capability capability) {
    return provider.capabilities().contains(capability);
  }

  final boolean takesKey(String key) {
    return contract.takesKey(key);
  }

  /** The same place through backends of their own, as another process would open it. */
  final ObjectStore another() {
    return open(place);
  }

  /** A store on a second empty place. */
  final ObjectStore elsewhere() {
    return open(contract.emptyPlace());
  }

  final ObjectStore open(Place where) {
    CloudBackends backends = provider.open(contract.config());
    opened.add(0, backends);
    ObjectStore result =
        backends
            .storage()
            .orElseThrow(() -> new AssertionError(provider.id() + " has no storage"))
            .open(where);
    opened.add(0, result);
    return result;
  }

  final ObjectInfo put(String key, String text) {
    return store.put(PutRequest.of(key, ObjectContent.of(text)));
  }

  final ObjectInfo put(String key, byte[] bytes) {
    return store.put(PutRequest.of(key, ObjectContent.of(bytes)));
  }

  final String text(String key) {
    return new String(bytes(key), StandardCharsets.UTF_8);
  }

  final byte[] bytes(String key) {
    try (ObjectReader reader = store.read(ReadRequest.of(key))) {
      return reader.stream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  final ObjectInfo info(String key) {
    return store.stat(key).orElseThrow(() -> new AssertionError("no object '" + key + "'"));
  }

  /** All keys, listed to the end. */
  final List<String> keys() {
    return list(ListRequest.all()).stream().map(ObjectInfo::key).toList();
  }

  /** All pages from {@code request} on. */
  final List<ObjectInfo> list(ListRequest request) {
    List<ObjectInfo> all = new ArrayList<>();
    ListPage page = store.list(request);
    all.addAll(page.objects());
    while (page.next().isPresent()) {
      page = store.list(request.after(page.next().get()));
      all.addAll(page.objects());
    }
    return all;
  }

  /** Bytes that repeat nowhere soon, the same for the same seed. */
  static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] remaining(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
