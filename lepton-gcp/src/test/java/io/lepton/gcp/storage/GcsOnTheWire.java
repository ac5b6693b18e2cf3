package io.lepton.gcp.storage;

import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.testkit.wire.FaultProxy;
import io.lepton.testkit.wire.WireScript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A bucket of fake-gcs-server for each test, behind a proxy that does what its script says. */
abstract class GcsOnTheWire {
  @AutoClose static FakeGcs server;

  final WireScript script = new WireScript();
  FaultProxy proxy;
  GcsStorage storage;
  Place place;
  ObjectStore store;

  @BeforeAll
  static void startServer() {
    server = FakeGcs.start();
  }

  @BeforeEach
  void open() {
    place = server.bucket();
    proxy = FaultProxy.before(server.endpoint()).plan(script).start();
    storage = GcsStorage.open("gcp", FakeGcs.configFor(proxy.endpoint()));
    store = storage.open(place);
  }

  @AfterEach
  void close() {
    storage.close();
    proxy.close();
  }
}
