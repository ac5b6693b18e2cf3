package io.lepton.azure.blob;

import io.lepton.http.HttpHeaders;
import io.lepton.spi.storage.ObjectMetadata;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Metadata as the service has it. What it cannot keep is left out, visibly in what a write returns:
 * user metadata whose name is no C# identifier or whose value is not printable ASCII, tags beyond
 * ten or with characters that tags cannot have.
 */
final class BlobMetadata {
  /** What the service gives a blob whose writer named no type. */
  static final String DEFAULT_TYPE = "application/octet-stream";

  static final String TAG_COUNT = "x-ms-tag-count";
  private static final String TAGS = "x-ms-tags";
  private static final String USER_PREFIX = "x-ms-meta-";
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");
  private static final Pattern VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9 +\\-./:=_]*");
  private static final int MOST_TAGS = 10;

  private BlobMetadata() {}

  /** The part of {@code metadata} that the service keeps. */
  static ObjectMetadata kept(ObjectMetadata metadata) {
    if (metadata.isEmpty()) {
      return metadata;
    }
    Map<String, String> tags = new TreeMap<>();
    metadata
        .tags()
        .forEach(
            (name, value) -> {
              if (tags.size() < MOST_TAGS && isTag(name, 1, 128) && isTag(value, 0, 256)) {
                tags.put(name, value);
              }
            });
    return new ObjectMetadata(
        matching(metadata.headers(), entry -> isValue(entry.getValue())),
        matching(metadata.user(), BlobMetadata::isUser),
        tags);
  }

  private static Map<String, String> matching(
      Map<String, String> map, java.util.function.Predicate<Entry<String, String>> test) {
    return map.entrySet().stream()
        .filter(test)
        .collect(Collectors.toMap(Entry::getKey, Entry::getValue));
  }

  private static boolean isUser(Entry<String, String> entry) {
    return NAME.matcher(entry.getKey()).matches()
        && !entry.getKey().equals(StoredDigest.NAME)
        && isValue(entry.getValue());
  }

  private static boolean isValue(String value) {
    return VALUE.matcher(value).matches();
  }

  private static boolean isTag(String text, int least, int most) {
    return text.length() >= least && text.length() <= most && TAG.matcher(text).matches();
  }

  /** Adds kept metadata to a request that writes a whole blob. */
  static void write(BlobRequest request, ObjectMetadata kept, StoredDigest digest) {
    kept.headers().forEach((name, value) -> request.set("x-ms-blob-" + name, value));
    writeUser(request, kept, digest);
  }

  /** Adds only user metadata and tags: a copy takes its headers from the source. */
  static void writeUser(BlobRequest request, ObjectMetadata kept, StoredDigest digest) {
    kept.user().forEach((name, value) -> request.set(USER_PREFIX + name, value));
    request.set(USER_PREFIX + StoredDigest.NAME, digest.toString());
    if (!kept.tags().isEmpty()) {
      request.set(
          TAGS,
          kept.tags().entrySet().stream()
              .map(
                  tag ->
                      BlobNames.encodeQuery(tag.getKey())
                          + "="
                          + BlobNames.encodeQuery(tag.getValue()))
              .collect(Collectors.joining("&")));
    }
  }

  /** Reads the headers of an answer about a blob; tags are not among them. */
  static DescribedBlob.Builder read(HttpHeaders headers) {
    DescribedBlob.Builder blob = new DescribedBlob.Builder();
    headers.forEach(
        (told, value) -> {
          String name = told.toLowerCase(Locale.ROOT);
          if (name.startsWith(USER_PREFIX)) {
            blob.user(name.substring(USER_PREFIX.length()), value);
          } else if (ObjectMetadata.HEADER_NAMES.contains(name)) {
            blob.header(name, value);
          }
        });
    String tags = headers.value(TAG_COUNT);
    blob.tagged(tags != null && !tags.equals("0"));
    blob.version(BlobHttp.version(headers)).lastModified(BlobHttp.lastModified(headers));
    return blob;
  }
}
