package io.lepton.azure;

import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
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

  /** As "Naming and referencing containers, blobs, and metadata" has it. */
  @Override
  protected boolean takesKey(String key) {
    return key.chars()
            .noneMatch(c -> c == '\\' || c < ' ' || (c >= 0x7f && c <= 0x9f) || c >= 0xfffe)
        && !key.endsWith(".")
        && !key.contains("./");
  }
}
