package io.lepton.testkit.memory;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.testkit.storage.ObjectStoreContract;
import java.util.UUID;

/** The contract holds for a provider that offers nothing beyond plain objects. */
class BareMemoryContractTest extends ObjectStoreContract {
  private final MemoryProvider provider = new MemoryProvider().without(Capability.values());

  @Override
  protected CloudProvider provider() {
    return provider;
  }

  @Override
  protected Place emptyPlace() {
    return Place.parse("mem://bucket/" + UUID.randomUUID());
  }
}
