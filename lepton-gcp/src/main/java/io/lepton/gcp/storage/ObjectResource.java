package io.lepton.gcp.storage;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.IsoTime;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import java.io.IOException;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an object's resource ("Objects", Cloud Storage JSON API), read as it streams in: a
 * listing has thousands of them.
 *
 * @param name full name
 * @param info its description under the full name as key
 */
record ObjectResource(String name, ObjectInfo info) {

  /** The fields that are asked for. */
  static final String FIELDS =
      "name,size,generation,updated,crc32c,md5Hash,contentType,contentEncoding,"
          + "contentLanguage,contentDisposition,cacheControl,metadata";

  static final String FIELDS_QUERY = "fields=" + FIELDS.replace(",", "%2C");

  /** The generation of what was never stored; the service starts at 1. */
  static final String NO_GENERATION = "0";

  /**
   * The type of an object that was given none, which the service would choose by the way of its
   * upload: all objects have a type ("Object metadata", Cloud Storage documentation).
   */
  static final String NO_TYPE = "application/octet-stream";

  /** How metadata that was written is told: the type of an object without one is told as none. */
  static ObjectMetadata told(ObjectMetadata kept) {
    if (!kept.contentType().equals(Optional.of(NO_TYPE))) {
      return kept;
    }
    Map<String, String> headers = new HashMap<>(kept.headers());
    headers.remove("content-type");
    return new ObjectMetadata(headers, kept.user(), kept.tags());
  }

  /** The object's description relative to a place. */
  ObjectInfo below(String prefix) {
    return new ObjectInfo(
        name.substring(prefix.length()),
        info.sizeBytes(),
        info.version(),
        info.lastModified(),
        info.checksums(),
        info.metadata());
  }

  /** One page of a listing. */
  record Page(List<ObjectResource> objects, Optional<String> nextToken) {}

  static Page readPage(JsonReader json) throws IOException {
    List<ObjectResource> objects = new ArrayList<>();
    String next = "";
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "items" -> {
          json.beginArray();
          while (json.hasNext()) {
            objects.add(read(json));
          }
          json.endArray();
        }
        case "nextPageToken" -> next = json.nextString();
        default -> json.skipValue();
      }
    }
    json.endObject();
    return new Page(objects, next.isEmpty() ? Optional.empty() : Optional.of(next));
  }

  static ObjectResource read(JsonReader json) throws IOException {
    Reading reading = new Reading();
    json.beginObject();
    while (json.hasNext()) {
      reading.field(json.nextName(), json);
    }
    json.endObject();
    return reading.result();
  }

  /** The fields of one resource as they come. */
  private static final class Reading {
    private final Map<String, String> headers = new HashMap<>();
    private Map<String, String> user = Map.of();
    private @Nullable Checksum crc32c;
    private @Nullable Checksum md5;
    private @Nullable String name;
    private String generation = NO_GENERATION;
    private long size;
    private Instant updated = Instant.EPOCH;

    private void field(String field, JsonReader json) throws IOException {
      switch (field) {
        case "name" -> name = json.nextString();
        case "size" -> size = json.nextLong();
        case "generation" -> generation = json.nextString();
        case "updated" -> updated = instant(json.nextString());
        case "crc32c" -> crc32c = digest(ChecksumAlgorithm.CRC32C, json.nextString());
        case "md5Hash" -> md5 = digest(ChecksumAlgorithm.MD5, json.nextString());
        case "contentType" -> header("content-type", json);
        case "contentEncoding" -> header("content-encoding", json);
        case "contentLanguage" -> header("content-language", json);
        case "contentDisposition" -> header("content-disposition", json);
        case "cacheControl" -> header("cache-control", json);
        case "metadata" -> user = userMetadata(json);
        default -> json.skipValue();
      }
    }

    private void header(String header, JsonReader json) throws IOException {
      String value = json.nextString();
      boolean none = header.equals("content-type") && value.equals(NO_TYPE);
      if (!value.isEmpty() && !none) {
        headers.put(header, value);
      }
    }

    private static Map<String, String> userMetadata(JsonReader json) throws IOException {
      if (json.peek() == JsonToken.NULL) {
        json.nextNull();
        return Map.of();
      }
      Map<String, String> metadata = new HashMap<>();
      json.beginObject();
      while (json.hasNext()) {
        String key = json.nextName().toLowerCase(Locale.ROOT);
        String value = json.nextString();
        if (!key.isEmpty()) {
          metadata.put(key, value);
        }
      }
      json.endObject();
      return metadata;
    }

    private ObjectResource result() throws IOException {
      String named = name;
      if (named == null) {
        throw new IOException("an object without a name in the answer");
      }
      ObjectMetadata metadata =
          headers.isEmpty() && user.isEmpty()
              ? ObjectMetadata.none()
              : new ObjectMetadata(headers, user, Map.of());
      return new ObjectResource(
          named,
          new ObjectInfo(
              named, size, generation, updated, checksums(crc32c, md5), Optional.of(metadata)));
    }
  }

  static Checksums checksums(@Nullable Checksum crc32c, @Nullable Checksum md5) {
    if (crc32c == null) {
      return md5 == null ? Checksums.none() : Checksums.of(md5);
    }
    return md5 == null ? Checksums.of(crc32c) : Checksums.of(crc32c, md5);
  }

  /** A digest in base64; what cannot be one is taken for unknown. */
  static @Nullable Checksum digest(ChecksumAlgorithm algorithm, String base64) throws IOException {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return bytes.length == algorithm.sizeBytes() ? Checksum.of(algorithm, bytes) : null;
    } catch (IllegalArgumentException e) {
      throw new IOException("'" + base64 + "' is no digest", e);
    }
  }

  private static Instant instant(String text) throws IOException {
    try {
      return IsoTime.parse(text);
    } catch (DateTimeException e) {
      throw new IOException("'" + text + "' is no time", e);
    }
  }

  /** The resource of an object to write, with the digest that its content must have. */
  static String write(String name, ObjectMetadata metadata, Optional<Checksum> checksum)
      throws IOException {
    StringWriter text = new StringWriter(256);
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      json.name("name").value(name);
      if (metadata.contentType().isEmpty()) {
        json.name("contentType").value(NO_TYPE);
      }
      for (Map.Entry<String, String> header : metadata.headers().entrySet()) {
        json.name(field(header.getKey())).value(header.getValue());
      }
      if (checksum.isPresent()) {
        json.name(checksum.get().algorithm() == ChecksumAlgorithm.MD5 ? "md5Hash" : "crc32c")
            .value(
                Base64.getEncoder().encodeToString(HexFormat.of().parseHex(checksum.get().hex())));
      }
      if (!metadata.user().isEmpty()) {
        json.name("metadata").beginObject();
        for (Map.Entry<String, String> entry : metadata.user().entrySet()) {
          json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
      }
      json.endObject();
    }
    return text.toString();
  }

  private static String field(String header) {
    return switch (header) {
      case "content-type" -> "contentType";
      case "content-encoding" -> "contentEncoding";
      case "content-language" -> "contentLanguage";
      case "content-disposition" -> "contentDisposition";
      case "cache-control" -> "cacheControl";
      default -> throw new IllegalArgumentException("'" + header + "' is no content header");
    };
  }
}
