package io.lepton.transfer;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Limits;
import io.lepton.spi.Place;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.transfer.account.MeteredStore;
import io.lepton.transfer.account.Usage;
import io.lepton.transfer.content.PartPlan;
import io.lepton.transfer.crypt.EncryptedObjects;
import io.lepton.transfer.crypt.EncryptedStore;
import io.lepton.transfer.crypt.Keyring;
import java.util.Optional;

/**
 * Source or target of a run: an open store, perhaps with encryption around it, and what is promised
 * of it.
 */
record Side(ObjectStore store, MeteredStore meter, CloudProvider provider, Limits limits)
    implements AutoCloseable {

  static Side open(ObjectStores stores, Place place) {
    CloudProvider provider = stores.providerOf(place);
    MeteredStore metered = new MeteredStore(stores.open(place));
    return new Side(metered, metered, provider, provider.limits());
  }

  /** The same; where keys are named, what lies at the place is encrypted by them. */
  static Side open(ObjectStores stores, Place place, Optional<KeyReference> keys) {
    if (keys.isEmpty()) {
      return open(stores, place);
    }
    CloudProvider provider = stores.providerOf(place);
    Keyring keyring = stores.keyring(keys.get());
    MeteredStore metered = new MeteredStore(stores.open(place));
    return new Side(
        new EncryptedStore(metered, keyring),
        metered,
        provider,
        EncryptedStore.limits(provider.limits()));
  }

  Place place() {
    return store.place();
  }

  /** Requests sent to it so far. */
  Usage usage() {
    return meter.usage();
  }

  boolean can(Capability capability) {
    return provider.capabilities().contains(capability)
        && switch (capability) {
          case SERVER_SIDE_COPY -> !encrypted();
          // Cipher text is longer than its plain text, and not in a way that keeps multiples.
          case MULTIPART_UPLOAD -> !encrypted() || provider.limits().partSizeMultipleBytes() == 1;
          case CREATE_IF_ABSENT,
              REPLACE_IF_UNCHANGED,
              USER_METADATA,
              CONTENT_HEADERS,
              TAGS,
              BATCH_DELETE,
              INDEPENDENT_UPLOADS,
              TRAFFIC_SPLIT,
              CONTAINER_ISOLATION ->
              true;
        };
  }

  /** Whether keys were named for it. */
  boolean encrypted() {
    return store instanceof EncryptedStore;
  }

  /** Whether an object lies there encrypted, whether keys were named or not; one request. */
  boolean holdsEncrypted(String key) {
    return EncryptedObjects.isEncrypted(meter, key);
  }

  /** Finds out whether the keys that what is written shall be encrypted by can be used. */
  void prepareToWrite() {
    if (store instanceof EncryptedStore encrypted) {
      encrypted.prepareToWrite();
    }
  }

  /** Starts an upload of an object that goes by {@code plan}. */
  MultipartUpload startUpload(String key, ObjectMetadata metadata, PartPlan plan) {
    return store instanceof EncryptedStore encrypted
        ? encrypted.startUpload(key, metadata, plan.sizeBytes(), plan.partBytes())
        : store.startUpload(key, metadata);
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
