package io.lepton.benchmarks.transfer;

import io.lepton.aws.AwsProvider;
import io.lepton.spi.Capability;
import io.lepton.spi.CloudBackends;
import io.lepton.spi.CloudProvider;
import io.lepton.spi.Limits;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.StorageBackend;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * S3 on a second server: {@code s3b://bucket}, at the endpoint that {@code BENCH_S3B_ENDPOINT}
 * names. One run then reads one server and writes another one.
 */
public final class SecondS3 implements CloudProvider {
  static final String ENDPOINT = "BENCH_S3B_ENDPOINT";

  private final AwsProvider aws = new AwsProvider();

  @Override
  public String id() {
    return "aws-b";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("s3b");
  }

  @Override
  public Set<Capability> capabilities() {
    return aws.capabilities();
  }

  @Override
  public Limits limits() {
    return aws.limits();
  }

  @Override
  public CloudBackends open(ProviderConfig config) {
    Map<String, String> settings = new TreeMap<>(config.settings());
    settings.put("AWS_ENDPOINT_URL_S3", settings.getOrDefault(ENDPOINT, ""));
    CloudBackends opened = aws.open(new ProviderConfig(settings, config.home()));
    StorageBackend storage = opened.storage().orElseThrow();
    return new CloudBackends() {
      @Override
      public Optional<StorageBackend> storage() {
        return Optional.of(place -> storage.open(new Place("s3", place.bucket(), place.prefix())));
      }

      @Override
      public void close() {
        opened.close();
      }
    };
  }
}
