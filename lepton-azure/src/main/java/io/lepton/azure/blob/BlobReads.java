package io.lepton.azure.blob;

import io.lepton.azure.blob.BlobErrors.Effect;
import io.lepton.http.HttpHeaders;
import io.lepton.http.HttpResponse;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ByteRange;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import io.lepton.spi.storage.ReadRequest;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** Descriptions and contents of blobs. Thread safe. */
final class BlobReads {
  private static final String RANGE = "x-ms-range";

  /** Tells a folder from a file where the account has a hierarchical namespace. */
  private static final String RESOURCE_TYPE = "x-ms-resource-type";

  private static final String TAGS = Denial.READ_TAGS;

  private final BlobHttp http;
  private final BlobErrors errors;

  BlobReads(BlobHttp http) {
    this.http = http;
    this.errors = http.errors();
  }

  Optional<ObjectInfo> stat(String key) {
    DescribedBlob blob;
    BlobRequest request = http.blob("HEAD", key, "");
    try (HttpResponse response = http.exchange("stat", key, Effect.REPEATABLE, request)) {
      int status = response.status();
      String code = BlobErrors.code(response);
      if (status == 404 && (code.equals("BlobNotFound") || code.isEmpty())) {
        return Optional.empty();
      }
      if (status / 100 != 2) {
        throw errors.refused("stat", key, Effect.REPEATABLE, response);
      }
      HttpHeaders headers = response.headers();
      if ("directory".equals(headers.value(RESOURCE_TYPE))) {
        return Optional.empty();
      }
      blob = BlobMetadata.read(headers).build(key, length(key, headers));
    }
    return blob.tagged() ? Optional.of(blob.withTags(tags(key))) : Optional.of(blob.info());
  }

  private Map<String, String> tags(String key) {
    BlobRequest request = http.blob("GET", key, "?comp=tags");
    try (HttpResponse response = http.open(TAGS, key, request);
        InputStream body = response.stream()) {
      return XmlTags.read(body);
    } catch (java.io.IOException | javax.xml.stream.XMLStreamException e) {
      throw errors.unanswered(TAGS, key, Effect.REPEATABLE, e);
    }
  }

  ObjectReader read(ReadRequest request) {
    String key = request.key();
    ByteRange range = request.range();
    BlobRequest get = http.blob("GET", key, "");
    request.version().ifPresent(version -> get.set("if-match", BlobHttp.quoted(version)));
    if (!range.isAll()) {
      long last = range.offset() + Math.min(range.lengthBytes(), Long.MAX_VALUE - range.offset());
      get.set(RANGE, "bytes=" + range.offset() + "-" + (last - 1));
    }
    HttpResponse response = opened(request, get);
    boolean opened = false;
    try {
      HttpHeaders headers = response.headers();
      long bytes = length(key, headers);
      long whole = response.status() == 206 ? wholeLength(key, headers) : bytes;
      if (!range.isAll() && range.offset() >= whole) {
        // The emulator answers ranges of an empty blob, which the service refuses.
        throw errors.refused("read", key, Effect.REPEATABLE, 416, "InvalidRange");
      }
      if (!range.isAll()) {
        checkStart(key, range.offset(), headers);
      }
      ObjectInfo info = BlobMetadata.read(headers).build(key, whole).withoutHalfMetadata();
      checkVersion(request, info);
      ObjectReader reader =
          new BlobReader(errors, info, response, bytes, () -> endedEarly(key, info.version()));
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        response.close();
      }
    }
  }

  /** A service that sent other bytes than were asked for is not heard. */
  private void checkStart(String key, long offset, HttpHeaders headers) {
    String told = headers.value("Content-Range");
    if (told == null || !told.startsWith("bytes " + offset + "-")) {
      throw errors
          .of(ErrorKind.UNKNOWN, "read", key)
          .message(
              "bytes from "
                  + offset
                  + " on were asked for, the service answered with "
                  + (told == null ? "the whole object" : "'" + told + "'"));
    }
  }

  private void checkVersion(ReadRequest request, ObjectInfo info) {
    if (request.version().filter(wanted -> !wanted.equals(info.version())).isPresent()) {
      throw errors
          .of(ErrorKind.PRECONDITION_FAILED, "read", request.key())
          .message(
              "the service answered with version "
                  + info.version()
                  + " although another was demanded");
    }
  }

  /** Asks for the content; a version that is not there may be of an object that is not there. */
  private HttpResponse opened(ReadRequest request, BlobRequest get) {
    try {
      return http.open("read", request.key(), get);
    } catch (CloudException e) {
      if (e.kind() == ErrorKind.PRECONDITION_FAILED && stat(request.key()).isEmpty()) {
        throw errors.refused("read", request.key(), Effect.REPEATABLE, 404, "BlobNotFound");
      }
      throw e;
    }
  }

  /** Why a body ended before its last byte. */
  private CloudException endedEarly(String key, String version) {
    Optional<ObjectInfo> now = stat(key);
    if (now.isEmpty()) {
      return errors
          .of(ErrorKind.NOT_FOUND, "read", key)
          .message("it was deleted while it was read");
    }
    return now.get().version().equals(version)
        ? errors
            .of(ErrorKind.DATA_CORRUPTED, "read", key)
            .retryable()
            .message("the bytes ended before the last one")
        : errors
            .of(ErrorKind.PRECONDITION_FAILED, "read", key)
            .message("it was replaced while it was read");
  }

  private long length(String key, HttpHeaders headers) {
    return number(key, headers.value("Content-Length"));
  }

  private long wholeLength(String key, HttpHeaders headers) {
    String range = headers.value("Content-Range");
    return number(key, range == null ? null : range.substring(range.indexOf('/') + 1));
  }

  private long number(String key, @org.jspecify.annotations.Nullable String text) {
    try {
      return Long.parseLong(String.valueOf(text));
    } catch (NumberFormatException e) {
      throw errors
          .of(ErrorKind.UNKNOWN, "read", key)
          .cause(e)
          .message("the service does not tell the length");
    }
  }
}
