package io.lepton.aws.storage;

import io.lepton.aws.AwsProvider;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.storage.ObjectStoreContract;

/** The contract over the wire on a server of the S3 protocol; one kind of server a subclass. */
abstract class S3Contract extends ObjectStoreContract {

  abstract S3Server server();

  @Override
  protected CloudProvider provider() {
    return new AwsProvider();
  }

  @Override
  protected ProviderConfig config() {
    return server().config();
  }

  @Override
  protected Place emptyPlace() {
    return server().emptyPlace();
  }

  @Override
  protected boolean takesKey(String key) {
    return S3Server.takesKey(key);
  }
}
