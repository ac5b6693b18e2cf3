package io.lepton.transfer;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Limits;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectStore;

/** Source or target of a run: an open store and what its provider promises. */
record Side(ObjectStore store, CloudProvider provider) implements AutoCloseable {

  static Side open(ObjectStores stores, Place place) {
    return new Side(stores.open(place), stores.providerOf(place));
  }

  Place place() {
    return store.place();
  }

  boolean can(Capability capability) {
    return provider.capabilities().contains(capability);
  }

  Limits limits() {
    return provider.limits();
  }

  /** Whether it is a folder of this machine, where no request has a way to go. */
  boolean isFolder() {
    return place().scheme().equals("file");
  }

  @Override
  public void close() {
    store.close();
  }
}
