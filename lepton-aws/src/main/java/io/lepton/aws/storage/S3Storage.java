package io.lepton.aws.storage;

import io.lepton.aws.client.AwsClients;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.StorageBackend;

/** Opens buckets as object stores, all on the client of one configuration. */
public final class S3Storage implements StorageBackend {
  private final String provider;
  private final AwsClients clients;

  /** Opens stores that name {@code provider} in their errors. */
  public S3Storage(String provider, AwsClients clients) {
    this.provider = provider;
    this.clients = clients;
  }

  @Override
  public ObjectStore open(Place place) {
    if (!place.scheme().equals("s3")) {
      throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
          .provider(provider)
          .operation("open")
          .location(place.toString())
          .message("this provider serves s3://bucket/prefix only");
    }
    // Settings that cannot be followed are refused here, not in a listing.
    clients.s3Endpoint();
    clients.contentHttp();
    return new S3ObjectStore(provider, clients, place);
  }
}
