package io.lepton.aws.storage;

import io.lepton.aws.client.AwsClients;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.server.VersityServer;
import java.nio.file.Path;
import java.util.UUID;

/** A server that speaks S3, started for the tests of one class. */
interface S3Server extends AutoCloseable {

  /** Versity's gateway, with its objects in {@code folder}. */
  static S3Server versity(Path folder) {
    VersityServer gateway = new VersityServer(folder);
    return new S3Server() {
      @Override
      public String endpoint() {
        return gateway.endpoint();
      }

      @Override
      public void close() {
        gateway.close();
      }
    };
  }

  String endpoint();

  @Override
  void close();

  /** What a provider is opened with to reach it. */
  default ProviderConfig config() {
    return new ProviderConfig(VersityServer.settings(endpoint()), Path.of("unused"));
  }

  /** An empty bucket: a key of the longest length leaves no room for a prefix. */
  default Place emptyPlace() {
    String bucket = "b" + UUID.randomUUID();
    try (AwsClients clients = new AwsClients(config())) {
      clients.s3().createBucket(create -> create.bucket(bucket));
    }
    return Place.parse("s3://" + bucket);
  }

  /** S3 refuses keys that climb out of their bucket; see {@link S3Bucket}. */
  static boolean takesKey(String key) {
    return !key.startsWith("..") || key.equals("...");
  }
}
