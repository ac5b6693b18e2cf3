package io.lepton.gcp.storage;

import com.google.common.base.Splitter;
import io.lepton.http.HttpDate;
import io.lepton.http.HttpHeaders;
import io.lepton.http.HttpRequest;
import io.lepton.http.HttpResponse;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Checksums;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ReadRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens objects for reading, pinned to their generation and as they are stored. Thread safe. */
final class Downloads {
  private static final Splitter HASHES = Splitter.on(',').trimResults();

  private final GcsClient client;
  private final Place place;
  private final GcsErrors errors;

  Downloads(GcsClient client, Place place, GcsErrors errors) {
    this.client = client;
    this.place = place;
    this.errors = errors;
  }

  GcsReader open(ReadRequest request) throws IOException {
    String key = request.key();
    String name = errors.name("read", key);
    Optional<String> wanted =
        request.version().map(version -> Conditions.generation(errors, "read", key, version));
    String query = wanted.map(generation -> "&ifGenerationMatch=" + generation).orElse("");
    HttpRequest get =
        client.request("GET", client.object(place.bucket(), name, "alt=media" + query));
    // Asking for gzip is what switches decompressive transcoding off.
    get.header("Accept-Encoding", "gzip");
    ByteRange range = request.range();
    if (!range.isAll()) {
      get.header("Range", "bytes=" + range.offset() + "-" + last(range));
    }
    HttpResponse response = client.open(get);
    boolean opened = false;
    try {
      GcsReader reader = reader(request, wanted, response);
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        response.close();
      }
    }
  }

  /** The last byte of a range, or nothing for all that follow. */
  private static String last(ByteRange range) {
    long end = range.offset() + range.lengthBytes() - 1;
    return end < range.offset() ? "" : Long.toString(end);
  }

  private GcsReader reader(ReadRequest request, Optional<String> wanted, HttpResponse response)
      throws IOException {
    String key = request.key();
    HttpHeaders headers = response.headers();
    String generation = headers.value("x-goog-generation");
    if (generation == null || (wanted.isPresent() && !wanted.get().equals(generation))) {
      throw errors
          .of(ErrorKind.PRECONDITION_FAILED, "read", key)
          .message(
              "generation "
                  + wanted.orElse("")
                  + " was demanded but "
                  + generation
                  + " came; read the object again");
    }
    ByteRange range = request.range();
    long size = size(headers, range, key);
    long length = Math.min(range.lengthBytes(), size - range.offset());
    String announced = headers.value("Content-Length");
    if (announced != null && number(announced) != length) {
      throw errors.brokenOff(key, length, null);
    }
    ObjectInfo info =
        new ObjectInfo(
            key, size, generation, modified(headers), checksums(headers), Optional.empty());
    return new GcsReader(info, length, response, errors);
  }

  /** The size of the whole object. */
  private long size(HttpHeaders headers, ByteRange range, String key) throws IOException {
    String contentRange = headers.value("Content-Range");
    if (!range.isAll()) {
      if (contentRange == null || !contentRange.startsWith("bytes " + range.offset() + "-")) {
        throw errors
            .of(ErrorKind.DATA_CORRUPTED, "read", key)
            .retryable()
            .message(
                "bytes from " + range.offset() + " on were asked for, not '" + contentRange + "'");
      }
      return number(contentRange.substring(contentRange.indexOf('/') + 1));
    }
    String stored = headers.value("x-goog-stored-content-length");
    return number(stored == null ? headers.value("Content-Length") : stored);
  }

  private static long number(@Nullable String text) throws IOException {
    try {
      return Long.parseLong(String.valueOf(text));
    } catch (NumberFormatException e) {
      throw new IOException("the answer does not tell the size of the object", e);
    }
  }

  private static Instant modified(HttpHeaders headers) {
    String date = headers.value("Last-Modified");
    try {
      return date == null ? Instant.EPOCH : HttpDate.parse(date);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** Digests of the whole object: {@code crc32c=AAAAAA==,md5=...}, in one header or two. */
  private static Checksums checksums(HttpHeaders headers) throws IOException {
    List<String> told = new ArrayList<>(2);
    headers.forEach(
        (name, value) -> {
          if (name.equalsIgnoreCase("x-goog-hash")) {
            told.add(value);
          }
        });
    @Nullable Checksum crc32c = null;
    @Nullable Checksum md5 = null;
    for (String header : told) {
      for (String text : HASHES.split(header)) {
        if (text.startsWith("crc32c=")) {
          crc32c = ObjectResource.digest(ChecksumAlgorithm.CRC32C, text.substring(7));
        } else if (text.startsWith("md5=")) {
          md5 = ObjectResource.digest(ChecksumAlgorithm.MD5, text.substring(4));
        }
      }
    }
    return ObjectResource.checksums(crc32c, md5);
  }
}
