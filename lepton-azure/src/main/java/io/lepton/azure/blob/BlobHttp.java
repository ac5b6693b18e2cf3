package io.lepton.azure.blob;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import io.lepton.azure.blob.BlobErrors.Effect;
import io.lepton.spi.Place;
import io.lepton.spi.storage.Precondition;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Sends requests about one container, each once, and turns refusals into errors. Thread safe. */
final class BlobHttp {
  /** The first version of the service with listings that start at a name. */
  static final String API_VERSION = "2026-02-06";

  static final HttpHeaderName DATE = HttpHeaderName.fromString("x-ms-date");
  private static final HttpHeaderName VERSION = HttpHeaderName.fromString("x-ms-version");

  private final HttpPipeline pipeline;
  private final String container;
  private final Place place;
  private final BlobErrors errors;
  private final ServerClock clock;

  BlobHttp(BlobService service, Place place, BlobErrors errors) {
    this.pipeline = service.pipeline();
    this.clock = service.clock();
    this.container = service.endpoint() + "/" + BlobNames.encode(place.bucket());
    this.place = place;
    this.errors = errors;
  }

  BlobErrors errors() {
    return errors;
  }

  ServerClock clock() {
    return clock;
  }

  /** The address of an object, without any signature. */
  String address(String key) {
    return container + "/" + BlobNames.encode(place.prefix() + key);
  }

  /** A request about an object. {@code query} starts with a question mark or is empty. */
  HttpRequest blob(HttpMethod method, String key, String query) {
    return request(method, address(key) + query);
  }

  /** A request about the container. */
  HttpRequest container(HttpMethod method, String query) {
    return request(method, container + query);
  }

  private static HttpRequest request(HttpMethod method, String url) {
    return new HttpRequest(method, url)
        .setHeader(VERSION, API_VERSION)
        .setHeader(HttpHeaderName.CONTENT_LENGTH, "0");
  }

  /** Adds what must hold at the target for a write to take effect. */
  static void demand(HttpRequest request, Precondition precondition) {
    if (precondition instanceof Precondition.Absent) {
      request.setHeader(HttpHeaderName.IF_NONE_MATCH, "*");
    } else if (precondition instanceof Precondition.Unchanged unchanged) {
      request.setHeader(HttpHeaderName.IF_MATCH, quoted(unchanged.version()));
    }
  }

  static String quoted(String etag) {
    return "\"" + etag + "\"";
  }

  static String unquoted(String etag) {
    return etag.startsWith("\"") && etag.endsWith("\"") && etag.length() > 1
        ? etag.substring(1, etag.length() - 1)
        : etag;
  }

  /** Sends a request and returns any answer; the caller closes it. */
  HttpResponse exchange(String operation, String key, Effect effect, HttpRequest request) {
    try {
      HttpResponse response = pipeline.sendSync(request, Context.NONE);
      clock.heard(response.getHeaderValue(HttpHeaderName.DATE));
      return response;
    } catch (RuntimeException e) {
      throw errors.unanswered(operation, key, effect, e);
    }
  }

  /** Sends a request whose answer has a body to read; the caller closes it. */
  HttpResponse open(String operation, String key, HttpRequest request) {
    HttpResponse response = exchange(operation, key, Effect.REPEATABLE, request);
    if (response.getStatusCode() / 100 == 2) {
      return response;
    }
    try (response) {
      drain(response);
      throw errors.refused(operation, key, Effect.REPEATABLE, response);
    }
  }

  /** Sends a request and returns the headers of its answer. */
  HttpHeaders send(String operation, String key, Effect effect, HttpRequest request) {
    try (HttpResponse response = exchange(operation, key, effect, request)) {
      drain(response);
      if (response.getStatusCode() / 100 == 2) {
        return response.getHeaders();
      }
      throw errors.refused(operation, key, effect, response);
    }
  }

  /** Reads a short body to its end, so that its connection can serve again. */
  static void drain(HttpResponse response) {
    try (InputStream body = response.getBodyAsInputStreamSync()) {
      if (body != null) {
        body.skip(1 << 16);
      }
    } catch (IOException e) {
      // The headers have told all that is wanted.
    }
  }

  /** When the version that an answer speaks of was written. */
  static Instant lastModified(HttpHeaders headers) {
    String value = headers.getValue(HttpHeaderName.LAST_MODIFIED);
    return value == null ? Instant.EPOCH : time(value);
  }

  static Instant time(String rfc1123) {
    return DateTimeFormatter.RFC_1123_DATE_TIME
        .withZone(ZoneOffset.UTC)
        .parse(rfc1123, Instant::from);
  }

  static String version(HttpHeaders headers) {
    String etag = headers.getValue(HttpHeaderName.ETAG);
    return etag == null ? "" : unquoted(etag);
  }
}
