package io.lepton.aws.storage;

import io.lepton.aws.client.AwsClients;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.StorageBackend;

/** Opens buckets as object stores, all on the client of one configuration. */
public final class S3Storage implements StorageBackend {
  /** "Directory bucket naming rules" in the S3 user guide. */
  private static final String DIRECTORY_BUCKET = "--x-s3";

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
      throw refused(
          place, ErrorKind.INVALID_ARGUMENT, "this provider serves s3://bucket/prefix only");
    }
    String bucket = place.bucket();
    if (bucket.endsWith(DIRECTORY_BUCKET)) {
      throw refused(
          place,
          ErrorKind.UNSUPPORTED,
          "directory buckets (S3 Express One Zone) list in no order and keep no digests as others"
              + " do; use a general purpose bucket");
    }
    if (bucket.startsWith("arn:")) {
      throw refused(
          place,
          ErrorKind.INVALID_ARGUMENT,
          "an access point is named by its alias, which ends in -s3alias, not by its ARN: write"
              + " s3://alias/prefix");
    }
    // Settings that cannot be followed are refused here, not in a listing.
    clients.s3Endpoint();
    clients.contentHttp();
    return new S3ObjectStore(provider, clients, place);
  }

  private CloudException refused(Place place, ErrorKind kind, String why) {
    return CloudException.of(kind)
        .provider(provider)
        .operation("open")
        .location(place.toString())
        .message(why);
  }
}
