package io.lepton.testkit.fault;

import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.testkit.memory.MemoryProvider;
import io.lepton.testkit.storage.ObjectStoreContract;
import java.util.UUID;

/** With a plan that breaks nothing, a faulty provider keeps every promise of the one behind it. */
class FaultlessContractTest extends ObjectStoreContract {
  private final CloudProvider provider = FaultyProvider.of(new MemoryProvider(), FaultPlan.none());

  @Override
  protected CloudProvider provider() {
    return provider;
  }

  @Override
  protected Place emptyPlace() {
    return Place.parse("mem://bucket/" + UUID.randomUUID());
  }
}
