package io.lepton.aws.storage;

import io.lepton.http.HttpHeaders;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectMetadata;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Metadata in the headers of S3. An object without a content type is stored under the type that S3
 * itself gives to such objects, and read back as having none.
 */
final class S3Metadata {
  /** "System-defined object metadata" in the S3 user guide. */
  private static final String NO_TYPE = "binary/octet-stream";

  /** How a body is framed that a digest follows; see {@link TrailedBody}. */
  private static final String FRAMING = "aws-chunked";

  private static final String USER = "x-amz-meta-";

  private static final Set<String> OTHER_HEADERS =
      Set.of("content-language", "content-disposition", "cache-control");

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

  /** Adds the headers of a request that makes an object. */
  static void into(S3Call call, ObjectMetadata metadata, boolean chunked) {
    Map<String, String> headers = metadata.headers();
    String encoding = headers.get("content-encoding");
    call.header("Content-Type", headers.getOrDefault("content-type", NO_TYPE));
    if (chunked) {
      call.header("Content-Encoding", encoding == null ? FRAMING : FRAMING + "," + encoding);
    } else if (encoding != null) {
      call.header("Content-Encoding", encoding);
    }
    for (String name : OTHER_HEADERS) {
      String value = headers.get(name);
      if (value != null) {
        call.header(name, value);
      }
    }
    metadata.user().forEach((name, value) -> call.header(USER + name, EncodedWords.encode(value)));
    if (!metadata.tags().isEmpty()) {
      call.header("x-amz-tagging", tagging(metadata));
    }
  }

  private static String tagging(ObjectMetadata metadata) {
    StringBuilder all = new StringBuilder();
    metadata
        .tags()
        .forEach(
            (name, value) ->
                all.append(all.isEmpty() ? "" : "&")
                    .append(S3Call.encoded(name, false))
                    .append('=')
                    .append(S3Call.encoded(value, false)));
    return all.toString();
  }

  /** How metadata that was written is told: the type of an object without one is told as none. */
  static ObjectMetadata toldAs(ObjectMetadata kept) {
    if (!kept.contentType().equals(Optional.of(NO_TYPE))) {
      return kept;
    }
    Map<String, String> headers = new TreeMap<>(kept.headers());
    headers.remove("content-type");
    return new ObjectMetadata(headers, kept.user(), kept.tags());
  }

  /** What an answer tells. */
  static ObjectMetadata of(HttpHeaders answer, Map<String, String> tags) {
    Map<String, String> kept = new TreeMap<>();
    Map<String, String> user = new TreeMap<>();
    answer.forEach(
        (header, value) -> {
          String name = header.toLowerCase(Locale.ROOT);
          if (name.startsWith(USER)) {
            user.merge(
                name.substring(USER.length()),
                EncodedWords.decode(value),
                (one, two) -> one + "," + two);
          } else if (name.equals("content-type")) {
            put(kept, name, value.equals(NO_TYPE) ? null : value);
          } else if (name.equals("content-encoding")) {
            put(kept, name, withoutFraming(value));
          } else if (OTHER_HEADERS.contains(name)) {
            put(kept, name, value);
          }
        });
    return new ObjectMetadata(kept, user, tags, untold(answer.value("x-amz-missing-meta")));
  }

  /** How many entries no header can hold; see {@link ObjectMetadata}. */
  private static int untold(@Nullable String count) {
    return count != null && count.matches("\\d{1,4}") ? Integer.parseInt(count) : 0;
  }

  private static void put(Map<String, String> map, String name, @Nullable String value) {
    Optional.ofNullable(value).filter(text -> !text.isEmpty()).ifPresent(v -> map.put(name, v));
  }

  /** {@code aws-chunked} describes how a request was framed; some servers store it all the same. */
  private static String withoutFraming(String encoding) {
    if (!encoding.contains(FRAMING)) {
      return encoding;
    }
    return java.util.Arrays.stream(encoding.split(","))
        .map(String::strip)
        .filter(one -> !one.equals(FRAMING))
        .collect(java.util.stream.Collectors.joining(","));
  }
}
