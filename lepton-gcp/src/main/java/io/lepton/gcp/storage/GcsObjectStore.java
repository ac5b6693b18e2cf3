package io.lepton.gcp.storage;

import com.google.gson.stream.JsonReader;
import io.lepton.gcp.storage.GcsErrors.Act;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects of one bucket; the parts do the work, this says in which order. */
final class GcsObjectStore implements ObjectStore {
  private final GcsClient client;
  private final Place place;
  private final GcsErrors errors;
  private final Inserts inserts;
  private final Downloads downloads;
  private final GcsListing listing;
  private final BatchDeletes deletes;
  private final CompositeUploads uploads;

  GcsObjectStore(GcsClient client, Place place, GcsErrors errors) {
    this.client = client;
    this.place = place;
    this.errors = errors;
    this.inserts = new Inserts(client, place.bucket(), errors);
    this.downloads = new Downloads(client, place, errors);
    this.listing = new GcsListing(client, place);
    this.deletes = new BatchDeletes(client, place.bucket());
    this.uploads = new CompositeUploads(client, place, errors, inserts, listing, deletes);
  }

  @Override
  public Place place() {
    return place;
  }

  @Override
  public ObjectMetadata toldAs(ObjectMetadata kept) {
    return ObjectResource.told(kept);
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    String name = errors.name("stat", key);
    return errors.guard(Act.repeatable("stat", key), () -> find(name));
  }

  private Optional<ObjectInfo> find(String name) throws IOException {
    String url = client.object(place.bucket(), name, ObjectResource.FIELDS_QUERY);
    try {
      return Optional.of(client.call("GET", url, ObjectResource::read).below(place.prefix()));
    } catch (RefusedException e) {
      if (GcsErrors.isMissingObject(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public ObjectReader read(ReadRequest request) {
    return errors.guard(Act.repeatable("read", request.key()), () -> downloads.open(request));
  }

  @Override
  public ObjectInfo put(PutRequest request) {
    String key = request.key();
    String name = errors.name("put", key);
    checkKept("put", key, request.metadata());
    request.checksum().ifPresent(checksum -> checkVerifiable(key, checksum));
    return inserts
        .insert(
            new Inserts.Insertion(
                "put",
                key,
                name,
                request.content(),
                request.metadata(),
                request.precondition(),
                request.checksum()))
        .below(place.prefix());
  }

  private void checkKept(String operation, String key, ObjectMetadata metadata) {
    if (!metadata.tags().isEmpty()) {
      throw errors
          .of(ErrorKind.UNSUPPORTED, operation, key)
          .message("Cloud Storage keeps no tags, such as " + metadata.tags().keySet());
    }
  }

  private void checkVerifiable(String key, Checksum checksum) {
    if (checksum.algorithm() != ChecksumAlgorithm.CRC32C
        && checksum.algorithm() != ChecksumAlgorithm.MD5) {
      throw errors
          .of(ErrorKind.UNSUPPORTED, "put", key)
          .message("Cloud Storage verifies CRC32C and MD5, not " + checksum.algorithm());
    }
  }

  @Override
  public ListPage list(ListRequest request) {
    return errors.guard(Act.repeatable("list", ""), () -> listing.page(request));
  }

  @Override
  public List<DeleteFailure> delete(Collection<String> keys) {
    errors.checkInterrupt("delete", "");
    List<DeleteFailure> failures = new ArrayList<>();
    Map<String, String> keysByName = new LinkedHashMap<>();
    for (String key : keys) {
      try {
        keysByName.put(errors.name("delete", key), key);
      } catch (CloudException e) {
        failures.add(new DeleteFailure(key, e));
      }
    }
    deletes
        .delete(keysByName.keySet())
        .forEach(
            (name, cause) -> {
              String key = keysByName.getOrDefault(name, name);
              Act act = Act.repeatable("delete", key);
              failures.add(new DeleteFailure(key, errors.translate(act, cause)));
            });
    return failures;
  }

  @Override
  public ObjectInfo copy(CopyRequest request) {
    String key = request.key();
    if (!(request.source() instanceof GcsObjectStore source)
        || !source.client.reachesSameAs(client)) {
      throw errors
          .of(ErrorKind.UNSUPPORTED, "copy", key)
          .message(request.source().place() + " is not in this Cloud Storage; read and put");
    }
    String from = source.errors.name("copy", request.object().key());
    String to = errors.name("copy", key);
    return errors.guard(
        Act.commit("copy", key, request.precondition()), () -> rewrite(request, source, from, to));
  }

  private ObjectInfo rewrite(CopyRequest request, GcsObjectStore source, String from, String to)
      throws IOException {
    String version = request.object().version();
    String generation = Conditions.generation(errors, "copy", request.key(), version);
    String url =
        client.object(source.place.bucket(), from, "")
            + "/rewriteTo"
            + Encoded.objectPath(place.bucket(), to).substring("/storage/v1".length())
            + "?fields=done%2CrewriteToken%2Cresource("
            + ObjectResource.FIELDS.replace(",", "%2C")
            + ")&sourceGeneration="
            + generation
            + "&ifSourceGenerationMatch="
            + generation
            + Conditions.query(errors, "copy", request.key(), request.precondition());
    try {
      Rewrite step = Rewrite.NOT_STARTED;
      while (step.resource().isEmpty()) {
        errors.checkInterrupt("copy", request.key());
        String token = step.token().isEmpty() ? "" : "&rewriteToken=" + step.token();
        step = client.call("POST", url + token, Rewrite::read);
      }
      return step.resource().get().below(place.prefix());
    } catch (RefusedException e) {
      if (e.status() == 404 || e.status() == 412) {
        source.checkStill(from, request.object());
      }
      throw e;
    }
  }

  /** Tells a source that is missing or changed from a precondition of the receiving key. */
  private void checkStill(String name, ObjectInfo object) throws IOException {
    Optional<ObjectInfo> now = find(name);
    if (now.isEmpty()) {
      throw errors
          .of(ErrorKind.NOT_FOUND, "copy", object.key())
          .message("there is no such object to copy");
    }
    if (!now.get().version().equals(object.version())) {
      throw errors
          .of(ErrorKind.PRECONDITION_FAILED, "copy", object.key())
          .message("the object changed since it was seen; look at it again");
    }
  }

  /** One step of a rewrite; large ones between places or classes take several. */
  private record Rewrite(Optional<ObjectResource> resource, String token) {
    private static final Rewrite NOT_STARTED = new Rewrite(Optional.empty(), "");

    static Rewrite read(JsonReader json) throws IOException {
      Optional<ObjectResource> resource = Optional.empty();
      String token = "";
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "resource" -> resource = Optional.of(ObjectResource.read(json));
          case "rewriteToken" -> token = Encoded.component(json.nextString());
          default -> json.skipValue();
        }
      }
      json.endObject();
      if (resource.isEmpty() && token.isEmpty()) {
        throw new IOException("the answer has neither a resource nor a token to go on with");
      }
      return new Rewrite(resource, token);
    }
  }

  @Override
  public MultipartUpload startUpload(String key, ObjectMetadata metadata) {
    checkKept("start upload", key, metadata);
    Act look = Act.repeatable("start upload", key);
    boolean unknown = errors.guard(look, () -> uploads.checkBucket(key));
    MultipartUpload upload =
        errors.guard(
            Act.commit("start upload", key, Precondition.none()),
            () -> uploads.start(key, metadata));
    if (unknown) {
      errors.guard(
          look,
          () -> {
            uploads.checkMarker(upload);
            return upload;
          });
    }
    return upload;
  }

  @Override
  public UploadedPart putPart(MultipartUpload upload, int number, ObjectContent content) {
    return errors.guard(
        Act.repeatable("put part", upload.key()), () -> uploads.put(upload, number, content));
  }

  @Override
  public List<UploadedPart> listParts(MultipartUpload upload) {
    return errors.guard(Act.repeatable("list parts", upload.key()), () -> uploads.parts(upload));
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload, List<UploadedPart> parts, Precondition precondition) {
    return errors.guard(
        Act.commit("complete upload", upload.key(), precondition),
        () -> uploads.complete(upload, parts, precondition));
  }

  @Override
  public void abortUpload(MultipartUpload upload) {
    errors.guard(
        Act.repeatable("abort upload", upload.key()),
        () -> {
          uploads.abort(upload);
          return upload;
        });
  }

  @Override
  public List<MultipartUpload> listUploads() {
    return errors.guard(Act.repeatable("list uploads", ""), uploads::list);
  }

  /** A write that returned is durable, so there is nothing to do. */
  @Override
  public void sync() {
    errors.checkInterrupt("sync", "");
  }

  /** The connections belong to the backend that opened this store. */
  @Override
  public void close() {}
}
