package io.lepton.aws.storage;

import io.lepton.aws.client.AwsClients;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** A server that speaks S3, started for the tests of one class. */
interface S3Server extends AutoCloseable {
  String ACCESS_KEY = "test-access";
  String SECRET_KEY = "test-secret-key";

  String endpoint();

  @Override
  void close();

  /** What a provider is opened with to reach it. */
  default ProviderConfig config() {
    return new ProviderConfig(
        Map.of(
            "AWS_ENDPOINT_URL_S3",
            endpoint(),
            "AWS_ACCESS_KEY_ID",
            ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY",
            SECRET_KEY,
            "AWS_REGION",
            "us-east-1"),
        Path.of("unused"));
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
