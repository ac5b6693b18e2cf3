package io.lepton.gcp.storage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.lepton.http.HttpRequest;
import io.lepton.http.RequestBody;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Crc32cCombiner;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectKeys;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.UploadedPart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Multipart uploads as objects that any process can go on with; see {@link GcsStorage} for why and
 * {@link UploadNames} for where. The marker of an upload holds the resource of the object to come;
 * as long as it exists, the upload does. Thread safe.
 */
final class CompositeUploads {
  /** Most sources of one composition ("Composite objects", Cloud Storage documentation). */
  private static final int MOST_SOURCES = 32;

  private static final String DELETE_SOURCES = "deleteSourceObjects";
  private static final String KEY = "lepton-key";

  private final GcsClient client;
  private final Place place;
  private final GcsErrors errors;
  private final Inserts inserts;
  private final GcsListing listing;
  private final BatchDeletes deletes;
  private final Retention retention;

  /** Ids of uploads that this store started or saw open, and has not ended. */
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  CompositeUploads(
      GcsClient client,
      Place place,
      GcsErrors errors,
      Inserts inserts,
      GcsListing listing,
      BatchDeletes deletes) {
    this.client = client;
    this.place = place;
    this.errors = errors;
    this.inserts = inserts;
    this.listing = listing;
    this.deletes = deletes;
    this.retention = new Retention(client, place.bucket());
  }

  /**
   * Refuses to begin where parts, which are objects, could not be deleted.
   *
   * @return whether that is not known yet
   */
  boolean checkBucket(String key) throws IOException {
    Optional<Boolean> keeps = retention.ofBucket();
    if (keeps.orElse(false)) {
      throw kept(key);
    }
    return keeps.isEmpty();
  }

  private CloudException kept(String key) {
    return errors
        .of(ErrorKind.UNSUPPORTED, "start upload", key)
        .message(
            "bucket '"
                + place.bucket()
                + "' keeps all objects for a time or until a hold is released, and the parts of an"
                + " upload are objects, which would be paid for until then; write it in one"
                + " request");
  }

  MultipartUpload start(String key, ObjectMetadata metadata) throws IOException {
    String name = errors.name("start upload", key);
    String id = UploadNames.newId(name);
    inserts.insert(
        new Inserts.Insertion(
            "start upload",
            key,
            UploadNames.marker(id),
            ObjectContent.of(ObjectResource.write(name, metadata, Optional.empty())),
            new ObjectMetadata(
                Map.of("content-type", "application/json"), Map.of(KEY, name), Map.of()),
            Precondition.absent(),
            Optional.empty()));
    open.add(id);
    return new MultipartUpload(key, id);
  }

  /** The same once there is an object to look at; a marker that is kept lies on, small as it is. */
  void checkMarker(MultipartUpload upload) throws IOException {
    boolean keeps;
    try {
      keeps = retention.ofObject(UploadNames.marker(upload.id()));
    } catch (IOException e) {
      // Whoever asks again starts another.
      try {
        abort(upload);
      } catch (IOException | CloudException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
    if (keeps) {
      open.remove(upload.id());
      throw kept(upload.key());
    }
  }

  UploadedPart put(MultipartUpload upload, int number, ObjectContent content) throws IOException {
    checkName("put part", upload);
    if (number < 1 || number > UploadNames.MAX_PARTS) {
      throw errors
          .of(ErrorKind.INVALID_ARGUMENT, "put part", upload.key())
          .message("part number " + number + " is not 1 to " + UploadNames.MAX_PARTS);
    }
    ObjectResource stored =
        inserts.insert(
            new Inserts.Insertion(
                "put part",
                upload.key(),
                UploadNames.part(upload.id(), number),
                content,
                ObjectMetadata.none(),
                Precondition.none(),
                Optional.empty()));
    // Looked at afterwards, so that no part can come to lie where an abort has just swept; not for
    // every part, for that would be as many requests again. See complete() for what that leaves.
    if (!open.contains(upload.id())) {
      if (!exists(upload)) {
        deletes.deleteForGood(List.of(stored));
        throw gone("put part", upload);
      }
      open.add(upload.id());
    }
    return describe(number, stored.info());
  }

  private static UploadedPart describe(int number, ObjectInfo info) {
    return new UploadedPart(
        number, info.sizeBytes(), info.version(), info.checksums().get(ChecksumAlgorithm.CRC32C));
  }

  List<UploadedPart> parts(MultipartUpload upload) throws IOException {
    checkName("list parts", upload);
    if (!exists(upload)) {
      throw gone("list parts", upload);
    }
    return described(upload.id(), stored(upload));
  }

  private static List<UploadedPart> described(String id, List<ObjectResource> stored) {
    List<UploadedPart> parts = new ArrayList<>();
    for (ObjectResource object : stored) {
      OptionalInt number = UploadNames.numberOf(id, object.name());
      if (number.isPresent()) {
        parts.add(describe(number.getAsInt(), object.info()));
      }
    }
    return parts;
  }

  /** All objects of an upload but its marker. */
  private List<ObjectResource> stored(MultipartUpload upload) throws IOException {
    return listing.all(UploadNames.parts(upload.id()));
  }

  ObjectInfo complete(MultipartUpload upload, List<UploadedPart> wanted, Precondition precondition)
      throws IOException {
    String operation = "complete upload";
    String name = checkName(operation, upload);
    open.remove(upload.id());
    Optional<JsonElement> destination = destination(upload);
    List<ObjectResource> temporary = new ArrayList<>(stored(upload));
    if (destination.isEmpty()) {
      // Parts that were put while another process aborted the upload.
      remove(upload, temporary);
      throw gone(operation, upload);
    }
    List<Source> sources = sources(upload, described(upload.id(), temporary), wanted);
    Checksum expected = joined(sources);
    for (int level = 0; sources.size() > MOST_SOURCES; level++) {
      sources = joinGroups(upload, sources, level, temporary);
    }
    ObjectResource composed =
        composeLast(upload, composition(sources, destination.get()), name, precondition);
    inserts.prove(operation, upload.key(), composed, expected);
    sweep(upload, temporary);
    return composed.below(place.prefix());
  }

  /** The resource of the object to come; empty when there is no such upload. */
  private Optional<JsonElement> destination(MultipartUpload upload) throws IOException {
    String url = client.object(place.bucket(), UploadNames.marker(upload.id()), "alt=media");
    try {
      return Optional.of(client.call("GET", url, JsonParser::parseReader));
    } catch (RefusedException e) {
      if (GcsErrors.isMissingObject(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** An object to compose from, in the one generation that it may have. */
  private record Source(String name, String generation, long sizeBytes, Checksum crc32c) {}

  private List<Source> sources(
      MultipartUpload upload, List<UploadedPart> written, List<UploadedPart> wanted) {
    if (wanted.isEmpty()) {
      throw invalid(upload, "an upload needs at least one part");
    }
    if (written.isEmpty()) {
      // As a composition leaves it whose answer was lost, for it deletes what it was made from.
      throw gone("complete upload", upload);
    }
    Map<Integer, UploadedPart> stored = new HashMap<>();
    written.forEach(part -> stored.put(part.number(), part));
    List<UploadedPart> ordered =
        wanted.stream().sorted(Comparator.comparingInt(UploadedPart::number)).toList();
    List<Source> sources = new ArrayList<>();
    int before = 0;
    for (UploadedPart part : ordered) {
      UploadedPart there = stored.get(part.number());
      if (part.number() == before) {
        throw invalid(upload, "part " + before + " is named twice");
      }
      if (there == null || !there.etag().equals(part.etag())) {
        throw invalid(upload, "part " + part.number() + " was never written as " + part.etag());
      }
      before = part.number();
      sources.add(
          new Source(
              UploadNames.part(upload.id(), part.number()),
              there.etag(),
              there.sizeBytes(),
              there.checksum().orElseThrow(() -> invalid(upload, "a part has no CRC32C"))));
    }
    return sources;
  }

  private static Checksum joined(List<Source> sources) {
    Checksum joined = Checksum.crc32c(0);
    for (Source source : sources) {
      joined = Crc32cCombiner.combine(joined, source.crc32c(), source.sizeBytes());
    }
    return joined;
  }

  private List<Source> joinGroups(
      MultipartUpload upload, List<Source> sources, int level, List<ObjectResource> temporary)
      throws IOException {
    List<Source> groups = new ArrayList<>();
    for (int from = 0; from < sources.size(); from += MOST_SOURCES) {
      List<Source> group = sources.subList(from, Math.min(sources.size(), from + MOST_SOURCES));
      errors.checkInterrupt("complete upload", upload.key());
      ObjectResource object =
          compose(
              upload,
              composition(group, new JsonObject()),
              UploadNames.joined(upload.id(), level, groups.size()),
              Precondition.none());
      temporary.add(object);
      groups.add(
          new Source(
              object.name(), object.info().version(), object.info().sizeBytes(), joined(group)));
    }
    return groups;
  }

  private static JsonObject composition(List<Source> sources, JsonElement destination) {
    JsonArray objects = new JsonArray();
    for (Source source : sources) {
      JsonObject pinned = new JsonObject();
      pinned.addProperty("ifGenerationMatch", source.generation());
      JsonObject object = new JsonObject();
      object.addProperty("name", source.name());
      object.addProperty("generation", source.generation());
      object.add("objectPreconditions", pinned);
      objects.add(object);
    }
    JsonObject request = new JsonObject();
    request.add("sourceObjects", objects);
    request.add("destination", destination);
    return request;
  }

  /**
   * Has what is composed from deleted for good: no soft deletion is paid for, and where there are
   * versions no old one is left. Who may not delete, or whose parts are held, has the object still.
   */
  private ObjectResource composeLast(
      MultipartUpload upload, JsonObject request, String name, Precondition precondition)
      throws IOException {
    request.addProperty(DELETE_SOURCES, true);
    try {
      return compose(upload, request, name, precondition);
    } catch (RefusedException e) {
      if (e.status() != 403 && e.status() != 400) {
        throw e;
      }
      request.remove(DELETE_SOURCES);
      return compose(upload, request, name, precondition);
    }
  }

  private ObjectResource compose(
      MultipartUpload upload, JsonObject request, String name, Precondition precondition)
      throws IOException {
    String query =
        ObjectResource.FIELDS_QUERY
            + Conditions.query(errors, "complete upload", upload.key(), precondition);
    String url = client.object(place.bucket(), name, "").concat("/compose?").concat(query);
    byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
    HttpRequest post =
        client
            .request("POST", url)
            .header("Content-Type", "application/json; charset=UTF-8")
            .body(RequestBody.of(ByteBuffer.wrap(body)));
    return client.call(post, ObjectResource::read);
  }

  /**
   * Clears the parts away. The object is there whatever comes of it; an upload that nobody knows
   * for lasting would be paid for ever, so the caller is told to look and to abort it.
   */
  private void sweep(MultipartUpload upload, List<ObjectResource> temporary) {
    try {
      remove(upload, temporary);
    } catch (IOException e) {
      throw errors
          .of(ErrorKind.OUTCOME_UNKNOWN, "complete upload", upload.key())
          .cause(e)
          .message(
              "the object was composed, but its parts lie on below "
                  + UploadNames.parts(upload.id())
                  + "; see that it is there and abort the upload");
    }
  }

  void abort(MultipartUpload upload) throws IOException {
    String name = errors.name("abort upload", upload.key());
    if (UploadNames.canBe(upload.id(), name)) {
      open.remove(upload.id());
      remove(upload, stored(upload));
    }
  }

  /**
   * Deletes these objects of an upload and then its marker, so that an upload is listed as long as
   * a part of it is left.
   */
  private void remove(MultipartUpload upload, List<ObjectResource> temporary) throws IOException {
    for (IOException failure : deletes.deleteForGood(temporary).values()) {
      throw failure;
    }
    for (IOException failure : deletes.delete(List.of(UploadNames.marker(upload.id()))).values()) {
      throw failure;
    }
  }

  List<MultipartUpload> list() throws IOException {
    List<MultipartUpload> uploads = new ArrayList<>();
    for (ObjectResource marker : listing.all(UploadNames.OPEN)) {
      Optional<String> id = UploadNames.idOf(marker.name());
      Optional<String> name = marker.info().metadata().map(metadata -> metadata.user().get(KEY));
      if (id.isPresent() && name.isPresent() && name.get().startsWith(place.prefix())) {
        uploads.add(new MultipartUpload(name.get().substring(place.prefix().length()), id.get()));
      }
    }
    uploads.sort(
        Comparator.comparing(MultipartUpload::key, ObjectKeys.ORDER)
            .thenComparing(MultipartUpload::id));
    return uploads;
  }

  private boolean exists(MultipartUpload upload) throws IOException {
    try {
      String name = UploadNames.marker(upload.id());
      client.call(
          "GET",
          client.object(place.bucket(), name, ObjectResource.FIELDS_QUERY),
          ObjectResource::read);
      return true;
    } catch (RefusedException e) {
      if (GcsErrors.isMissingObject(e)) {
        return false;
      }
      throw e;
    }
  }

  /** The full name of the object to come, when the id can be one of its uploads. */
  private String checkName(String operation, MultipartUpload upload) {
    String name = errors.name(operation, upload.key());
    if (!UploadNames.canBe(upload.id(), name)) {
      throw gone(operation, upload);
    }
    return name;
  }

  private CloudException gone(String operation, MultipartUpload upload) {
    return errors
        .of(ErrorKind.NOT_FOUND, operation, upload.key())
        .message(
            "upload "
                + upload.id()
                + " was completed, aborted or never started; look whether the object is there");
  }

  private CloudException invalid(MultipartUpload upload, String problem) {
    return errors.of(ErrorKind.INVALID_ARGUMENT, "complete upload", upload.key()).message(problem);
  }
}
