package com.example.shelf;

import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.storage.ObjectStoreContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** Every promise of an object store, kept by a provider that Lepton has never heard of. */
class ShelfContractTest extends ObjectStoreContract {
  @TempDir static Path folder;

  @Override
  protected CloudProvider provider() {
    return new ShelfProvider();
  }

  @Override
  protected ProviderConfig config() {
    return new ProviderConfig(Map.of("SHELF_HOME", folder.toString()), folder);
  }

  @Override
  protected Place emptyPlace() {
    return Place.parse("shelf://test/" + UUID.randomUUID());
  }
}
