package io.lepton.gcp.storage;

import com.google.api.services.storage.StorageScopes;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.lepton.gcp.client.CredentialsException;
import io.lepton.gcp.client.GoogleAccess;
import io.lepton.gcp.client.Universe;
import io.lepton.http.BlockingHttpClient;
import io.lepton.http.HttpRequest;
import io.lepton.http.HttpResponse;
import io.lepton.http.Origin;
import io.lepton.http.Proxies;
import io.lepton.http.Timeouts;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.ProviderConfig;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Sends requests to one endpoint of Cloud Storage's JSON API, each once: whether to send again is
 * the caller's decision. Google's client is left out: it costs more than the request itself. Thread
 * safe.
 */
final class GcsClient implements AutoCloseable {
  private final URI root;
  private final Origin origin;
  private final Optional<GoogleAccess> access;
  private final BlockingHttpClient client;

  /** The proof that the service took last; one that it never took is not worth renewing. */
  private volatile String taken = "";

  /** The last that it took and takes no more. */
  private String outdated = "";

  /** Reaches {@code root} in the name of {@code access}, or in nobody's. */
  GcsClient(URI root, Optional<GoogleAccess> access, BlockingHttpClient client) {
    this.root = root;
    this.origin = Origin.of(root);
    this.access = access;
    this.client = client;
  }

  static GcsClient open(String provider, ProviderConfig config) {
    Optional<URI> emulator =
        config.setting("STORAGE_EMULATOR_HOST").map(host -> endpoint(provider, host));
    URI root = emulator.orElseGet(() -> Universe.of(provider, config).service("storage"));
    Proxies proxies = config.read(Proxies::of);
    Timeouts standard = Timeouts.standard();
    Timeouts timeouts = standard.silence(config.silence(standard.silence()));
    return new GcsClient(
        root,
        emulator.isPresent()
            ? Optional.empty()
            : Optional.of(
                GoogleAccess.of(provider, config, proxies, StorageScopes.DEVSTORAGE_FULL_CONTROL)),
        config.read(variables -> BlockingHttpClient.of(timeouts, variables)));
  }

  private static URI endpoint(String provider, String host) {
    String text = host.contains("://") ? host : "http://" + host;
    try {
      URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawUserInfo() == null
          && uri.getScheme().matches("(?i)https?")) {
        return uri;
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

  /** Where one object is; {@code query} without its question mark, or empty. */
  String object(String bucket, String name, String query) {
    return root.getRawPath()
        + Encoded.objectPath(bucket, name)
        + (query.isEmpty() ? "" : "?" + query);
  }

  /** Where a bucket's own resource is. */
  String bucket(String bucket, String query) {
    return root.getRawPath() + "/storage/v1/b/" + Encoded.component(bucket) + "?" + query;
  }

  /** Where a bucket's objects are. */
  String objects(String bucket, String query) {
    return root.getRawPath() + "/storage/v1/b/" + Encoded.component(bucket) + "/o?" + query;
  }

  /** Where new objects are sent to. */
  String upload(String bucket, String query) {
    return root.getRawPath() + "/upload/storage/v1/b/" + Encoded.component(bucket) + "/o?" + query;
  }

  /** Where many requests are sent to as one. */
  String batch() {
    return root.getRawPath() + "/batch/storage/v1";
  }

  /**
   * A request in the name of who asks; in nobody's to an emulator.
   *
   * @param target path and query, encoded
   * @throws CredentialsException when no token can be had
   */
  HttpRequest request(String method, String target) throws CredentialsException {
    HttpRequest request = new HttpRequest(method, origin, target).header("User-Agent", "lepton");
    if (access.isPresent()) {
      access
          .get()
          .proof(root)
          .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    }
    return request;
  }

  /**
   * Sends a request; the caller closes the answer.
   *
   * @throws RefusedException when it is no success
   */
  HttpResponse open(HttpRequest request) throws IOException {
    HttpResponse response = client.send(request);
    String proof = Objects.requireNonNullElse(request.headers().value("Authorization"), "");
    if (response.status() / 100 == 2) {
      if (!proof.equals(taken)) {
        taken = proof;
      }
      return response;
    }
    RefusedException refused = RefusedException.of(response);
    throw refused.status() == 401 && isOutdated(proof) ? refused.outdated() : refused;
  }

  /** Whether a proof that is refused was good before; another is then asked for, once. */
  private synchronized boolean isOutdated(String proof) throws CredentialsException {
    if (!proof.equals(outdated) && proof.equals(taken) && access.isPresent()) {
      access.get().renew();
      // Where there is no other, to ask again does not help.
      List<String> renewed = access.get().proof(root).getOrDefault("Authorization", List.of());
      outdated = renewed.contains(proof) ? outdated : proof;
    }
    return !proof.isEmpty() && proof.equals(outdated);
  }

  /** Sends a request whose answer does not matter beyond its success. */
  void send(String method, String target) throws IOException {
    open(request(method, target)).close();
  }

  /** Reads a JSON answer. */
  interface Parser<T> {
    T parse(JsonReader json) throws IOException;
  }

  /** Sends a request without a body and reads its JSON answer. */
  <T> T call(String method, String target, Parser<T> parser) throws IOException {
    return call(request(method, target), parser);
  }

  /** Sends a request and reads its JSON answer. */
  <T> T call(HttpRequest request, Parser<T> parser) throws IOException {
    try (HttpResponse response = open(request);
        JsonReader json =
            new JsonReader(new InputStreamReader(response.stream(), StandardCharsets.UTF_8))) {
      T parsed = parser.parse(json);
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new IOException("something follows the answer");
      }
      return parsed;
    } catch (IllegalStateException | NumberFormatException e) {
      throw new IOException("the answer is no JSON of the expected shape", e);
    }
  }

  /** Closes idle connections at once and the others when they are done. */
  @Override
  public void close() {
    client.close();
  }
}
