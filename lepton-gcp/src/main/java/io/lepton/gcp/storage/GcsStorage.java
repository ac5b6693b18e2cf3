package io.lepton.gcp.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.StorageBackend;

/**
 * Opens buckets of Google Cloud Storage: {@code gs://bucket/prefix}.
 *
 * <p><b>Data model.</b> An object's version is its generation. Its checksums are the CRC32C that
 * the service computed, and the MD5 unless the object was composed. Content headers and user
 * metadata are kept, and listings tell them; an object without a content type is stored under the
 * type that the service gives to such objects, and told as having none; names of user metadata that
 * others wrote in upper case are folded. Tags do not exist here, and a write that asks for some is
 * refused. Content with {@code content-encoding: gzip} is read byte for byte: decompressive
 * transcoding is off. The service takes no key that holds a carriage return or a line feed, that is
 * {@code .} or {@code ..}, or that begins with {@code .well-known/acme-challenge/} ("Object names",
 * Cloud Storage documentation); such keys are refused with INVALID_ARGUMENT.
 *
 * <p><b>Writes</b> are one request each, object resource and content together, of announced length,
 * under {@code ifGenerationMatch}. A digest that is known beforehand goes with the resource, so
 * that the service refuses what arrives otherwise; a CRC32C that is only known afterwards is
 * compared with the service's, and an object that differs is deleted; if the process is killed in
 * between, it lies there until somebody compares again, as the next run does (no bit flips on the
 * way over TLS, and to write under another name first would be paid for twice where storage has a
 * minimum duration). There is no resumable session: nothing expires, nothing is replayed at a wrong
 * offset, and nothing is sent twice unless the caller asks. This is also why the service's
 * multiples of 256 KiB do not apply.
 *
 * <p><b>Multipart uploads</b> are parallel composite uploads. Every part is an object of its own
 * below the reserved prefix {@code .lepton-uploads/} of the bucket, which no listing shows and no
 * key may have; completing composes the parts, 32 at a time and in as many levels as it takes, the
 * generation of each source pinned and the precondition on the last step, which deletes what it is
 * made from ("Compose objects", Cloud Storage documentation: neither soft deletion nor early
 * deletion is paid for then). The rest is deleted after it, each in its generation, so that where
 * the bucket has versions none is left but the small marker of the upload and parts that were put
 * twice. Of the two other ways, the XML multipart API can demand nothing of the object that it
 * replaces, and a resumable session takes bytes in sequence only and from one writer. What this way
 * costs: parts are objects for as long as the upload is open (of more than 32, minimum storage
 * durations and soft deletion are paid for), the caller must be allowed to write, list and delete
 * below the prefix, and the result has no MD5. In a bucket that keeps what is written to it, by a
 * retention policy or a default hold, parts could not be deleted ("Bucket Lock", "Object holds",
 * Cloud Storage documentation): starting an upload is UNSUPPORTED there, and objects of any size
 * are written in one request, which begins anew when it breaks off. An upload that nobody completes
 * or aborts stays listed; a lifecycle rule that deletes what is older than a week below the prefix
 * clears away what killed processes left. Who puts parts of an upload that another process aborts
 * meanwhile is told so by the completion at the latest, which clears them away.
 *
 * <p><b>Copies</b> inside Cloud Storage are rewrites, repeated with their token until done.
 *
 * <p>Credentials are found, kept and renewed by Google's library for them. Requests go over our own
 * client, each once: Google's repeats them by itself, parses each answer by reflection, takes
 * downloads and uploads through buffers of its own, and costs more than the request. Proxies are
 * those of the virtual machine's settings ({@code https.proxyHost}), or else of {@code
 * https_proxy}.
 *
 * <p>Thread safe.
 */
public final class GcsStorage implements StorageBackend, AutoCloseable {

  /** Scheme of the places. */
  public static final String SCHEME = "gs";

  private static final long TIB = 1L << 40;

  /**
   * Limits of the service ("Quotas and limits", Cloud Storage documentation): objects of 5 TiB,
   * keys of 1,024 bytes, 100 calls a batch, 1,000 objects a page. Parts have no smallest size; that
   * an upload has no more than 10,000 of them is this library's choice, for they are composed 32 at
   * a time.
   */
  public static final Limits LIMITS =
      new Limits(1, 5 * TIB, UploadNames.MAX_PARTS, 5 * TIB, 5 * TIB, 1024, 100, 1000, 1);

  private final String provider;
  private final GcsClient client;

  private GcsStorage(String provider, GcsClient client) {
    this.provider = provider;
    this.client = client;
  }

  /**
   * Opens Cloud Storage in the name of the provider with this id; connects to nothing.
   *
   * @throws CloudException INVALID_ARGUMENT when {@code STORAGE_EMULATOR_HOST} is no address,
   *     {@code GOOGLE_CLOUD_UNIVERSE_DOMAIN} no domain, or the file that {@code
   *     GOOGLE_APPLICATION_CREDENTIALS} names holds no credentials for it
   */
  public static GcsStorage open(String provider, ProviderConfig config) {
    return new GcsStorage(provider, GcsClient.open(provider, config));
  }

  /**
   * {@inheritDoc}
   *
   * @throws CloudException INVALID_ARGUMENT when the scheme is not {@code gs}
   */
  @Override
  public ObjectStore open(Place place) {
    if (!place.scheme().equals(SCHEME)) {
      throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
          .provider(provider)
          .operation("open")
          .location(place.toString())
          .message("only gs://bucket/prefix can be opened in Google Cloud Storage");
    }
    return new GcsObjectStore(client, place, new GcsErrors(provider, place));
  }

  /** Closes the connections. May be called twice. */
  @Override
  public void close() {
    client.close();
  }
}
