package io.lepton.spi.storage;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is kept beside an object's content.
 *
 * @param headers content headers under their HTTP names in lower case; only {@code content-type},
 *     {@code content-encoding}, {@code content-language}, {@code content-disposition} and {@code
 *     cache-control}. Content is never decoded because of {@code content-encoding}
 * @param user user metadata; names are lower case, because S3 and Azure fold them
 * @param tags tags; names keep their case
 * @param untold how many entries of user metadata the store keeps beside {@code user} and cannot
 *     tell; none can be written. S3 has such where SOAP wrote what no header can hold ({@code
 *     x-amz-missing-meta} in "GetObject" of its API reference)
 */
public record ObjectMetadata(
    Map<String, String> headers, Map<String, String> user, Map<String, String> tags, int untold) {

  /** The header names that may occur. */
  public static final Set<String> HEADER_NAMES =
      Set.of(
          "content-type",
          "content-encoding",
          "content-language",
          "content-disposition",
          "cache-control");

  private static final ObjectMetadata NONE = new ObjectMetadata(Map.of(), Map.of(), Map.of());

  public ObjectMetadata {
    headers = sorted(headers);
    user = sorted(user);
    tags = sorted(tags);
    for (String name : headers.keySet()) {
      if (!HEADER_NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "'" + name + "' is no content header; expected one of " + HEADER_NAMES);
      }
    }
    for (String name : user.keySet()) {
      if (name.isEmpty() || !name.equals(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "user metadata name '" + name + "' must be lower case and not empty");
      }
    }
    if (untold < 0) {
      throw new IllegalArgumentException("entries cannot be " + untold);
    }
  }

  /** All that there is. */
  public ObjectMetadata(
      Map<String, String> headers, Map<String, String> user, Map<String, String> tags) {
    this(headers, user, tags, 0);
  }

  private static Map<String, String> sorted(Map<String, String> map) {
    Objects.requireNonNull(map, "map");
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
  }

  /** No metadata at all. */
  public static ObjectMetadata none() {
    return NONE;
  }

  /** Only a content type. */
  public static ObjectMetadata contentType(String type) {
    return new ObjectMetadata(Map.of("content-type", type), Map.of(), Map.of());
  }

  /** The media type, when there is one. */
  public Optional<String> contentType() {
    return Optional.ofNullable(headers.get("content-type"));
  }

  /** The same as if nothing was untold. */
  public ObjectMetadata told() {
    return untold == 0 ? this : new ObjectMetadata(headers, user, tags);
  }

  /** Whether there is nothing to keep. */
  public boolean isEmpty() {
    return headers.isEmpty() && user.isEmpty() && tags.isEmpty();
  }

  // Written out, for what a record has of its own is put together of method handles when it is
  // first
  // called, which every run with a large object would wait for.
  @Override
  public String toString() {
    String all = "ObjectMetadata[headers=" + headers + ", user=" + user + ", tags=" + tags;
    return untold == 0 ? all + "]" : all + ", untold=" + untold + "]";
  }
}
