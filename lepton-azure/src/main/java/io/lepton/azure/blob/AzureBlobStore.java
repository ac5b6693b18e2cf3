package io.lepton.azure.blob;

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
import java.util.Map;
import java.util.Optional;

/** One container below one prefix; see {@link AzureBlobStorage} for what it promises. */
final class AzureBlobStore implements ObjectStore {
  private final Place place;
  private final BlobService service;
  private final BlobHttp http;
  private final BlobErrors errors;
  private final BlobReads reads;
  private final BlobWrites writes;
  private final BlobListing listing;
  private final BlobDeletes deletes;
  private final BlobCopies copies;
  private final BlobUploads uploads;

  AzureBlobStore(Place place, BlobService service) {
    this.place = place;
    this.service = service;
    this.errors = new BlobErrors(place, new Denial(service.account().access(), service.clock()));
    this.http = new BlobHttp(service, place, errors);
    BlockSender blocks = new BlockSender(http);
    this.reads = new BlobReads(http);
    this.writes = new BlobWrites(http, blocks);
    this.listing = new BlobListing(http, place);
    this.deletes = new BlobDeletes(http, service.account().access());
    this.copies = new BlobCopies(http, blocks, writes);
    this.uploads = new BlobUploads(http, blocks, writes, listing);
  }

  @Override
  public Place place() {
    return place;
  }

  @Override
  public Optional<String> keyProblem(String key) {
    return BlobNames.problem(place.prefix(), key)
        .or(
            () ->
                BlobNames.hasEmptySegment(place.prefix() + key) && listing.isHierarchical()
                    ? Optional.of(
                        "an account with a hierarchical namespace drops the empty segments of a"
                            + " key, those at its end too")
                    : Optional.empty());
  }

  @Override
  public ObjectMetadata keepable(ObjectMetadata metadata) {
    ObjectMetadata kept = BlobMetadata.kept(metadata);
    return !kept.tags().isEmpty() && listing.isHierarchical()
        ? new ObjectMetadata(kept.headers(), kept.user(), Map.of())
        : kept;
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    begin("stat", key);
    return reads.stat(key);
  }

  @Override
  public ObjectReader read(ReadRequest request) {
    begin("read", request.key());
    return reads.read(request);
  }

  @Override
  public ObjectInfo put(PutRequest request) {
    begin("put", request.key());
    return writes.put(request);
  }

  @Override
  public ListPage list(ListRequest request) {
    errors.checkInterrupt("list", request.prefix());
    return listing.list(request);
  }

  @Override
  public List<DeleteFailure> delete(Collection<String> keys) {
    return deletes.delete(keys, this::begin);
  }

  @Override
  public ObjectInfo copy(CopyRequest request) {
    begin("copy", request.key());
    if (!(request.source() instanceof AzureBlobStore source)
        || !source.service.endpoint().equals(service.endpoint())) {
      throw errors
          .of(ErrorKind.UNSUPPORTED, "copy", request.key())
          .message(
              "it lies in another account than " + request.source().place() + "; read and put");
    }
    return copies.copy(request, source, () -> source.http.source(request.object().key()));
  }

  @Override
  public MultipartUpload startUpload(String key, ObjectMetadata metadata) {
    begin("start upload", key);
    return uploads.start(key, metadata);
  }

  @Override
  public UploadedPart putPart(MultipartUpload upload, int number, ObjectContent content) {
    begin("put part", upload.key());
    return uploads.put(upload, number, content);
  }

  @Override
  public List<UploadedPart> listParts(MultipartUpload upload) {
    begin("list parts", upload.key());
    return uploads.parts(upload);
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload, List<UploadedPart> parts, Precondition precondition) {
    begin("complete upload", upload.key());
    return uploads.complete(upload, parts, precondition);
  }

  @Override
  public void abortUpload(MultipartUpload upload) {
    begin("abort upload", upload.key());
    uploads.abort(upload);
  }

  @Override
  public List<MultipartUpload> listUploads() {
    errors.checkInterrupt("list uploads", "");
    return uploads.list();
  }

  @Override
  public List<MultipartUpload> listUploads(String key) {
    begin("list uploads", key);
    return uploads.ofKey(key);
  }

  @Override
  public void sync() {}

  @Override
  public void close() {}

  private void begin(String operation, String key) {
    errors.checkInterrupt(operation, key);
    keyProblem(key)
        .ifPresent(
            problem -> {
              throw errors
                  .of(ErrorKind.INVALID_ARGUMENT, operation, key)
                  .message(problem + "; Blob Storage cannot hold this key");
            });
  }
}
