package io.lepton.testkit.memory;

import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.testkit.storage.ObjectStoreContract;
import java.util.UUID;

class MemoryContractTest extends ObjectStoreContract {
  private final MemoryProvider provider = new MemoryProvider();

  @Override
  protected CloudProvider provider() {
    return provider;
  }

  @Override
  protected Place emptyPlace() {
    return Place.parse("mem://bucket/" + UUID.randomUUID());
  }
}
