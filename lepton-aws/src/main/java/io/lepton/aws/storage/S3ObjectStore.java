package io.lepton.aws.storage;

import io.lepton.aws.client.AwsClients;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.CopyRequest;
import io.lepton.spi.storage.DeleteFailure;
import io.lepton.spi.storage.ListPage;
import io.lepton.spi.storage.ListRequest;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ObjectStore;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.PutRequest;
import io.lepton.spi.storage.ReadRequest;
import io.lepton.spi.storage.UploadedPart;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A bucket of S3, or of a server that speaks its protocol, as an object store.
 *
 * <p>The version of an object is its ETag, and reads and writes are pinned by {@code If-Match} and
 * {@code If-None-Match}. Every object is written with its CRC32C, which S3 checks and keeps; a copy
 * inside S3 may keep its source's other digest instead. Nothing is retried here. Connections belong
 * to the backends that opened this store: closing it closes none.
 */
final class S3ObjectStore implements ObjectStore {
  private static final long COPIED_PART_BYTES = 512L << 20;

  private final S3Bucket bucket;
  private final S3Errors errors;
  private final AwsClients clients;
  private final S3Reads reads;
  private final S3Writes writes;
  private final S3Uploads uploads;
  private final S3Listing listing;
  private final S3Deletes deletes;
  private final S3Copies copies;

  S3ObjectStore(String provider, AwsClients clients, Place place) {
    this(provider, clients, place, S3Limits.MAX_SINGLE_COPY_BYTES, COPIED_PART_BYTES);
  }

  /** With other sizes of server-side copies; see {@link S3Copies}. */
  S3ObjectStore(
      String provider,
      AwsClients clients,
      Place place,
      long maxSingleCopyBytes,
      long copiedPartBytes) {
    Supplier<S3Client> client = clients::s3;
    this.bucket = new S3Bucket(place);
    this.errors = new S3Errors(provider, bucket, clients.requestPayer());
    this.clients = clients;
    S3Http http = new S3Http(clients, bucket);
    this.reads = new S3Reads(http, client, bucket, errors);
    this.writes = new S3Writes(http, bucket, errors);
    this.uploads = new S3Uploads(http, client, bucket, errors, writes, reads);
    this.listing = new S3Listing(http, bucket, errors);
    this.deletes = new S3Deletes(client, bucket, errors);
    this.copies =
        new S3Copies(
            http, bucket, errors, writes, reads, uploads, maxSingleCopyBytes, copiedPartBytes);
  }

  @Override
  public Place place() {
    return bucket.place();
  }

  @Override
  public ObjectMetadata toldAs(ObjectMetadata kept) {
    return S3Metadata.toldAs(kept);
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    return reads.stat(key);
  }

  @Override
  public ObjectReader read(ReadRequest request) {
    return reads.read(request);
  }

  @Override
  public ObjectInfo put(PutRequest request) {
    return writes.put(request);
  }

  @Override
  public ListPage list(ListRequest request) {
    return listing.page(request);
  }

  @Override
  public List<DeleteFailure> delete(Collection<String> keys) {
    return deletes.delete(keys);
  }

  @Override
  public ObjectInfo copy(CopyRequest request) {
    if (!(request.source() instanceof S3ObjectStore source)
        || !source.clients.reachesSameS3As(clients)) {
      throw errors
          .of(ErrorKind.UNSUPPORTED, S3Action.COPY, request.key())
          .message(request.source().place() + " is no bucket of the same endpoint; read and put");
    }
    return copies.copy(request, source.bucket, source.reads);
  }

  @Override
  public MultipartUpload startUpload(String key, ObjectMetadata metadata) {
    return uploads.start(key, metadata);
  }

  @Override
  public UploadedPart putPart(MultipartUpload upload, int number, ObjectContent content) {
    return uploads.put(upload, number, content);
  }

  @Override
  public List<UploadedPart> listParts(MultipartUpload upload) {
    return uploads.parts(upload);
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload, List<UploadedPart> parts, Precondition precondition) {
    return uploads.complete(upload, parts, precondition);
  }

  @Override
  public void abortUpload(MultipartUpload upload) {
    uploads.abort(upload);
  }

  @Override
  public List<MultipartUpload> listUploads() {
    return uploads.list();
  }

  /** Does nothing: S3 answers a write when it is durable. */
  @Override
  public void sync() {}

  /** Does nothing: connections are shared by all stores of the backends. */
  @Override
  public void close() {}
}
