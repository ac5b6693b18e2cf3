package io.lepton.azure.blob;

import io.lepton.azure.blob.BlobErrors.Effect;
import io.lepton.http.HttpDate;
import io.lepton.http.HttpHeaders;
import io.lepton.http.HttpResponse;
import io.lepton.spi.Place;
import io.lepton.spi.storage.Precondition;
import java.io.IOException;
import java.time.Instant;

/** Sends requests about one container, each once, and turns refusals into errors. Thread safe. */
final class BlobHttp {
  /** The first version of the service with listings that start at a name. */
  static final String API_VERSION = "2026-02-06";

  private static final String VERSION = "x-ms-version";

  private final BlobService service;
  private final String container;
  private final Place place;
  private final BlobErrors errors;

  BlobHttp(BlobService service, Place place, BlobErrors errors) {
    this.service = service;
    this.container = "/" + BlobNames.encode(place.bucket());
    this.place = place;
    this.errors = errors;
  }

  BlobErrors errors() {
    return errors;
  }

  ServerClock clock() {
    return service.clock();
  }

  /** An object that the service itself is to read now, for a copy. */
  CopySource source(String key) {
    try {
      return service.source(service.endpoint() + blob(key));
    } catch (RuntimeException e) {
      throw errors.unanswered("copy", key, Effect.REPEATABLE, e);
    }
  }

  /** The encoded path of an object. */
  String path(String key) {
    return service.path() + blob(key);
  }

  private String blob(String key) {
    return container + "/" + BlobNames.encode(place.prefix() + key);
  }

  /** A request about an object. {@code query} starts with a question mark or is empty. */
  BlobRequest blob(String method, String key, String query) {
    return request(method, path(key), query);
  }

  /** A request about the container. */
  BlobRequest container(String method, String query) {
    return request(method, service.path() + container, query);
  }

  private static BlobRequest request(String method, String path, String query) {
    return new BlobRequest(method, path, query).set(VERSION, API_VERSION);
  }

  /** Adds what must hold at the target for a write to take effect. */
  static void demand(BlobRequest request, Precondition precondition) {
    if (precondition instanceof Precondition.Absent) {
      request.set("if-none-match", "*");
    } else if (precondition instanceof Precondition.Unchanged unchanged) {
      request.set("if-match", quoted(unchanged.version()));
    }
  }

  static String quoted(String etag) {
    return "\"" + etag + "\"";
  }

  /** The version that a tag names; a proxy that alters the answer's form makes it a weak one. */
  static String unquoted(String etag) {
    String tag = etag.startsWith("W/") ? etag.substring(2) : etag;
    return tag.startsWith("\"") && tag.endsWith("\"") && tag.length() > 1
        ? tag.substring(1, tag.length() - 1)
        : tag;
  }

  /** Sends a request and returns any answer; the caller closes it. */
  HttpResponse exchange(String operation, String key, Effect effect, BlobRequest request) {
    try {
      HttpResponse response = service.send(request);
      service.clock().heard(response.headers().value("Date"));
      return response;
    } catch (IOException | RuntimeException e) {
      throw errors.unanswered(operation, key, effect, e);
    }
  }

  /** Sends a request whose answer has a body to read; the caller closes it. */
  HttpResponse open(String operation, String key, BlobRequest request) {
    HttpResponse response = exchange(operation, key, Effect.REPEATABLE, request);
    if (response.status() / 100 == 2) {
      return response;
    }
    try (response) {
      throw errors.refused(operation, key, Effect.REPEATABLE, response);
    }
  }

  /** Sends a request and returns the headers of its answer. */
  HttpHeaders send(String operation, String key, Effect effect, BlobRequest request) {
    try (HttpResponse response = exchange(operation, key, effect, request)) {
      if (response.status() / 100 == 2) {
        return response.headers();
      }
      throw errors.refused(operation, key, effect, response);
    }
  }

  /** When the version that an answer speaks of was written. */
  static Instant lastModified(HttpHeaders headers) {
    String value = headers.value("Last-Modified");
    return value == null ? Instant.EPOCH : HttpDate.parse(value);
  }

  static String version(HttpHeaders headers) {
    String etag = headers.value("ETag");
    return etag == null ? "" : unquoted(etag);
  }
}
