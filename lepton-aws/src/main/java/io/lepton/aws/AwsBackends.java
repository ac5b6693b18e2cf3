package io.lepton.aws;

import io.lepton.aws.client.AwsClients;
import io.lepton.aws.kms.KmsKeys;
import io.lepton.aws.storage.S3Storage;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.key.KeyBackend;
import io.lepton.spi.storage.StorageBackend;
import java.util.Optional;

/** The backends of one AWS account, as one configuration reaches it. */
final class AwsBackends implements CloudBackends {
  private final AwsClients clients;
  private final StorageBackend storage;
  private final KmsKeys keys;

  AwsBackends(ProviderConfig config) {
    clients = new AwsClients(config);
    storage = new S3Storage(AwsProvider.ID, clients);
    keys = new KmsKeys(AwsProvider.ID, clients);
  }

  @Override
  public Optional<StorageBackend> storage() {
    return Optional.of(storage);
  }

  @Override
  public Optional<KeyBackend> keys() {
    return Optional.of(keys);
  }

  @Override
  public void close() {
    keys.close();
    clients.close();
  }
}
