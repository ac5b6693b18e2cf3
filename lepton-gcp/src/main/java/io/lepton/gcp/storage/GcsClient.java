package io.lepton.gcp.storage;

import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one endpoint of Cloud Storage's JSON API, each once: whether to send again is
 * the caller's decision. Thread safe.
 */
final class GcsClient implements AutoCloseable {
  private static final String USER_AGENT = "lepton";
  private static final int CONNECT_MILLIS = 20_000;

  /** The service answers compose and rewrite within 30 seconds, uploads a little after the end. */
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private final String root;
  private final GcsAccess access;
  private final HttpTransport transport;
  private final HttpRequestFactory requests;
  private @Nullable Storage storage;

  private GcsClient(String root, GcsAccess access, HttpTransport transport) {
    this.root = root;
    this.access = access;
    this.transport = transport;
    this.requests = transport.createRequestFactory(this::prepare);
  }

  static GcsClient open(String provider, ProviderConfig config) {
    Optional<String> emulator =
        config.setting("STORAGE_EMULATOR_HOST").map(host -> endpoint(provider, host));
    int answerMillis = (int) config.silence(ANSWER).toMillis();
    HttpTransport transport = Transport.open();
    return new GcsClient(
        emulator.orElse(GcsAccess.SERVICE),
        new GcsAccess(config, emulator, transport, CONNECT_MILLIS, answerMillis),
        transport);
  }

  private static String endpoint(String provider, String host) {
    String text = host.contains("://") ? host : "http://" + host;
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null && uri.getRawQuery() == null && uri.getRawUserInfo() == null) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
      }
    } catch (URISyntaxException e) {
      // Reported below, without a cause that would repeat the text.
    }
    throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
        .provider(provider)
        .operation("open")
        .message("STORAGE_EMULATOR_HOST is no address; write host:port or http://host:port");
  }

  /** Whether both send to the same service, so that one can copy what the other names. */
  boolean reachesSameAs(GcsClient other) {
    return root.equals(other.root);
  }

  /** The address of one object; {@code query} without its question mark, or empty. */
  String object(String bucket, String name, String query) {
    return root + Encoded.objectPath(bucket, name) + (query.isEmpty() ? "" : "?" + query);
  }

  /** The address of a bucket's objects. */
  String objects(String bucket, String query) {
    return root + "/storage/v1/b/" + Encoded.component(bucket) + "/o?" + query;
  }

  /** The address that new objects are sent to. */
  String upload(String bucket, String query) {
    return root + "/upload/storage/v1/b/" + Encoded.component(bucket) + "/o?" + query;
  }

  /** Google's generated client over the same connections, for what is sent in batches. */
  synchronized Storage storage() {
    Storage known = storage;
    if (known == null) {
      known =
          new Storage.Builder(transport, GsonFactory.getDefaultInstance(), this::prepare)
              .setRootUrl(root + "/")
              .setApplicationName(USER_AGENT)
              .build();
      storage = known;
    }
    return known;
  }

  BatchRequest newBatch() {
    return storage().batch(this::prepare);
  }

  private void prepare(HttpRequest request) throws IOException {
    access.initialize(request);
    request.setNumberOfRetries(0);
    request.setFollowRedirects(false);
    request.setLoggingEnabled(false);
    request.setCurlLoggingEnabled(false);
    request.setSuppressUserAgentSuffix(true);
    request.getHeaders().setUserAgent(USER_AGENT);
  }

  HttpRequest request(String method, String url, @Nullable HttpContent content) throws IOException {
    return requests.buildRequest(method, new GenericUrl(url, true), content);
  }

  /** Sends a request whose answer does not matter beyond its success. */
  void send(String method, String url) throws IOException {
    request(method, url, null).execute().disconnect();
  }

  /** Reads a JSON answer. */
  interface Parser<T> {
    T parse(JsonReader json) throws IOException;
  }

  /** Sends a request and reads its JSON answer. */
  <T> T call(String method, String url, @Nullable HttpContent content, Parser<T> parser)
      throws IOException {
    HttpResponse response = request(method, url, content).execute();
    try (JsonReader json =
        new JsonReader(new InputStreamReader(response.getContent(), StandardCharsets.UTF_8))) {
      T parsed = parser.parse(json);
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new IOException("something follows the answer");
      }
      return parsed;
    } catch (IllegalStateException e) {
      throw new IOException("the answer is no JSON of the expected shape", e);
    }
  }

  @Override
  public void close() {
    try {
      transport.shutdown();
    } catch (IOException e) {
      // Connections that do not close are dropped.
    }
  }
}
