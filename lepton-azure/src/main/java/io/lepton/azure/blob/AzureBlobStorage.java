package io.lepton.azure.blob;

import io.lepton.azure.http.Connections;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.StorageBackend;
import org.jspecify.annotations.Nullable;

/**
 * Opens containers of one storage account: {@code az://container/prefix}.
 *
 * <p><b>Account.</b> {@code AZURE_STORAGE_CONNECTION_STRING}, or {@code AZURE_STORAGE_ACCOUNT} with
 * {@code AZURE_STORAGE_KEY} or {@code AZURE_STORAGE_SAS_TOKEN}; with neither of these two, the
 * identity that {@code azure-identity} finds, when that library is on the class path. Nothing is
 * looked up before a place is opened.
 *
 * <p><b>Data model.</b> Every blob, of whatever type and by whomever written, is an object; writes
 * make block blobs. A key cannot hold a backslash or a control character, nor a segment that ends
 * in a dot; with the place's prefix it has at most 1,024 characters. In an account with a
 * hierarchical namespace (Data Lake) folders are no objects, a key can hold no empty segment, there
 * are no tags, and a listing takes a request for each folder.
 *
 * <p><b>Checksums.</b> Each request carries a CRC64 that the service verifies, or is checked
 * against the one that the service answers. The service keeps no digest of a whole blob that it has
 * verified, so each write puts its CRC32C into the metadata, see {@link StoredDigest}; blobs of
 * other tools have none.
 *
 * <p><b>Uploads.</b> The service knows uncommitted blocks of a key, but no uploads. An upload is a
 * set of blocks whose ids carry its name; they expire a week after the last one, and whatever else
 * is written to the key meanwhile ends the upload. See {@link BlobUploads}.
 *
 * <p>Thread safe.
 */
public final class AzureBlobStorage implements StorageBackend, AutoCloseable {

  /** Scheme of the places. */
  public static final String SCHEME = "az";

  private static final long MIB = 1 << 20;

  /**
   * Of service version 2019-12-12 and later: blocks up to 4,000 MiB, 50,000 of them, Put Blob up to
   * 5,000 MiB, batches of 256, pages of 5,000 ("Scalability and performance targets for Blob
   * Storage").
   */
  public static final Limits LIMITS =
      new Limits(
          1,
          4_000 * MIB,
          50_000,
          5_000 * MIB,
          50_000L * 4_000 * MIB,
          BlobNames.MAX_CHARACTERS,
          256,
          5_000,
          1);

  private final String provider;
  private final ProviderConfig config;
  private final Object lock = new Object();
  private @Nullable BlobService service;

  /**
   * Opens containers in the name of the provider with this id, of the account in {@code config}.
   */
  public AzureBlobStorage(String provider, ProviderConfig config) {
    this.provider = provider;
    this.config = config;
  }

  /**
   * {@inheritDoc}
   *
   * @throws CloudException INVALID_ARGUMENT when the scheme is not {@code az} or the settings name
   *     no account; PERMISSION_DENIED when they hold no credential
   */
  @Override
  public ObjectStore open(Place place) {
    if (!place.scheme().equals(SCHEME) || place.bucket().isEmpty()) {
      throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
          .provider(provider)
          .operation("open")
          .location(place.toString())
          .message("only az://container/prefix can be opened as a container");
    }
    return new AzureBlobStore(place, service());
  }

  private BlobService service() {
    synchronized (lock) {
      if (service == null) {
        StorageAccount account =
            StorageAccount.of(config)
                .orElseThrow(() -> StorageAccount.unusable("no storage account is named"));
        service = BlobService.open(account, Connections.of(config));
      }
      return service;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (service != null) {
        service.close();
        service = null;
      }
    }
  }
}
