package io.lepton.azure;

import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.server.AzuriteServer;
import io.lepton.testkit.storage.ObjectStoreContract;

class AzuriteContractTest extends ObjectStoreContract {

  @Override
  protected CloudProvider provider() {
    return new AzureProvider();
  }

  @Override
  protected Place emptyPlace() {
    return Azurite.newContainer();
  }

  @Override
  protected ProviderConfig config() {
    return Azurite.config();
  }

  @Override
  protected boolean takesKey(String key) {
    return AzuriteServer.takesKey(key);
  }
}
