package io.lepton.aws.storage;

import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * Metadata in the headers of S3. An object without a content type is stored under the type that S3
 * itself gives to such objects, and read back as having none.
 */
final class S3Metadata {
  /** "System-defined object metadata" in the S3 user guide. */
  private static final String NO_TYPE = "binary/octet-stream";

  private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");

  private S3Metadata() {}

  /** Refuses what cannot be sent in a header. */
  static void check(S3Action action, S3Errors errors, String key, ObjectMetadata metadata) {
    metadata
        .headers()
        .forEach(
            (name, value) -> {
              if (!EncodedWords.isPlain(value)) {
                throw errors
                    .of(ErrorKind.INVALID_ARGUMENT, action, key)
                    .message(
                        "the header "
                            + name
                            + " is '"
                            + value
                            + "', but S3 takes printable ASCII only");
              }
            });
    metadata
        .user()
        .keySet()
        .forEach(
            name -> {
              if (!NAME.matcher(name).matches()) {
                throw errors
                    .of(ErrorKind.INVALID_ARGUMENT, action, key)
                    .message(
                        "user metadata '"
                            + name
                            + "' cannot be the name of a header; use letters, digits, '-' and '_'");
              }
            });
  }

  static void into(PutObjectRequest.Builder request, ObjectMetadata metadata) {
    Map<String, String> headers = metadata.headers();
    request
        .contentType(headers.getOrDefault("content-type", NO_TYPE))
        .contentEncoding(headers.get("content-encoding"))
        .contentLanguage(headers.get("content-language"))
        .contentDisposition(headers.get("content-disposition"))
        .cacheControl(headers.get("cache-control"));
    if (!metadata.user().isEmpty()) {
      request.metadata(encoded(metadata));
    }
    if (!metadata.tags().isEmpty()) {
      request.tagging(tagging(metadata));
    }
  }

  static void into(CreateMultipartUploadRequest.Builder request, ObjectMetadata metadata) {
    Map<String, String> headers = metadata.headers();
    request
        .contentType(headers.getOrDefault("content-type", NO_TYPE))
        .contentEncoding(headers.get("content-encoding"))
        .contentLanguage(headers.get("content-language"))
        .contentDisposition(headers.get("content-disposition"))
        .cacheControl(headers.get("cache-control"));
    if (!metadata.user().isEmpty()) {
      request.metadata(encoded(metadata));
    }
    if (!metadata.tags().isEmpty()) {
      request.tagging(tagging(metadata));
    }
  }

  private static Map<String, String> encoded(ObjectMetadata metadata) {
    Map<String, String> values = new TreeMap<>();
    metadata.user().forEach((name, value) -> values.put(name, EncodedWords.encode(value)));
    return values;
  }

  private static Tagging tagging(ObjectMetadata metadata) {
    return Tagging.builder()
        .tagSet(
            metadata.tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  static ObjectMetadata of(HeadObjectResponse answer, Map<String, String> tags) {
    return of(
        new Headers(
            answer.contentType(),
            answer.contentEncoding(),
            answer.contentLanguage(),
            answer.contentDisposition(),
            answer.cacheControl()),
        answer.metadata(),
        tags);
  }

  static ObjectMetadata of(GetObjectResponse answer, Map<String, String> tags) {
    return of(
        new Headers(
            answer.contentType(),
            answer.contentEncoding(),
            answer.contentLanguage(),
            answer.contentDisposition(),
            answer.cacheControl()),
        answer.metadata(),
        tags);
  }

  private static ObjectMetadata of(
      Headers headers, Map<String, String> user, Map<String, String> tags) {
    Map<String, String> kept = new TreeMap<>();
    put(kept, "content-type", NO_TYPE.equals(headers.type()) ? null : headers.type());
    put(kept, "content-encoding", withoutFraming(headers.encoding()));
    put(kept, "content-language", headers.language());
    put(kept, "content-disposition", headers.disposition());
    put(kept, "cache-control", headers.cacheControl());
    Map<String, String> decoded = new TreeMap<>();
    user.forEach(
        (name, value) ->
            decoded.put(name.toLowerCase(java.util.Locale.ROOT), EncodedWords.decode(value)));
    return new ObjectMetadata(kept, decoded, tags);
  }

  private record Headers(
      @Nullable String type,
      @Nullable String encoding,
      @Nullable String language,
      @Nullable String disposition,
      @Nullable String cacheControl) {}

  private static void put(Map<String, String> map, String name, @Nullable String value) {
    Optional.ofNullable(value).filter(text -> !text.isEmpty()).ifPresent(v -> map.put(name, v));
  }

  /** {@code aws-chunked} describes how a request was framed; some servers store it all the same. */
  private static @Nullable String withoutFraming(@Nullable String encoding) {
    if (encoding == null || !encoding.contains("aws-chunked")) {
      return encoding;
    }
    return java.util.Arrays.stream(encoding.split(","))
        .map(String::strip)
        .filter(one -> !one.equals("aws-chunked"))
        .collect(java.util.stream.Collectors.joining(","));
  }
}
