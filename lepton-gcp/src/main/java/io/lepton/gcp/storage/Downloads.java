package io.lepton.gcp.storage;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.common.base.Splitter;
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
import java.time.format.DateTimeFormatter;
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
        client.request("GET", client.object(place.bucket(), name, "alt=media" + query), null);
    // Asking for gzip is what switches decompressive transcoding off.
    get.getHeaders().setAcceptEncoding("gzip");
    get.setResponseReturnRawInputStream(true);
    ByteRange range = request.range();
    if (!range.isAll()) {
      get.getHeaders().setRange("bytes=" + range.offset() + "-" + last(range));
    }
    HttpResponse response = get.execute();
    try {
      return reader(request, wanted, response);
    } catch (IOException | RuntimeException e) {
      response.disconnect();
      throw e;
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
    HttpHeaders headers = response.getHeaders();
    String generation = headers.getFirstHeaderStringValue("x-goog-generation");
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
    Long announced = headers.getContentLength();
    if (announced != null && announced != length) {
      throw errors.brokenOff(key, length, null);
    }
    ObjectInfo info =
        new ObjectInfo(
            key, size, generation, modified(headers), checksums(headers), Optional.empty());
    return new GcsReader(info, length, response, errors);
  }

  /** The size of the whole object. */
  private long size(HttpHeaders headers, ByteRange range, String key) throws IOException {
    String contentRange = headers.getContentRange();
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
    String stored = headers.getFirstHeaderStringValue("x-goog-stored-content-length");
    Long announced = headers.getContentLength();
    return stored != null ? number(stored) : announced != null ? announced : number("");
  }

  private static long number(String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("the answer does not tell the size of the object", e);
    }
  }

  private static Instant modified(HttpHeaders headers) {
    String date = headers.getLastModified();
    try {
      return date == null
          ? Instant.EPOCH
          : DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** Digests of the whole object: {@code crc32c=AAAAAA==,md5=...}, in one header or two. */
  private static Checksums checksums(HttpHeaders headers) throws IOException {
    @Nullable Checksum crc32c = null;
    @Nullable Checksum md5 = null;
    for (String header : headers.getHeaderStringValues("x-goog-hash")) {
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
