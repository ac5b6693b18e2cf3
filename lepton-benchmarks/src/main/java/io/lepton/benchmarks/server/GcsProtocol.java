package io.lepton.benchmarks.server;

import static io.lepton.benchmarks.server.S3Protocol.HTTP_DATE;
import static io.lepton.benchmarks.server.S3Protocol.base64;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What clients of Google Cloud Storage's JSON interface need to list, read and write. */
final class GcsProtocol implements NullServer.Protocol {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BATCHED_DELETE =
      Pattern.compile("DELETE \\S*/b/([^/]+)/o/([^\\s?]+)");

  private final MemoryStore store;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  GcsProtocol(MemoryStore store) {
    this.store = store;
  }

  /** A resumable upload. */
  private record Session(String bucket, ObjectNode resource, BlobWriter content) {}

  @Override
  public void serve(Exchange exchange) throws IOException {
    String path = exchange.path();
    if (path.startsWith("/batch/")) {
      batch(exchange);
      return;
    }
    int at = path.indexOf("/b/");
    if (at < 0) {
      exchange.empty(404);
      return;
    }
    String rest = path.substring(at + 3);
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    String name = slash >= 0 && rest.startsWith("/o/", slash) ? rest.substring(slash + 3) : "";
    boolean upload = path.startsWith("/upload/");
    if (upload) {
      insert(exchange, bucket);
    } else if (name.isEmpty()) {
      if (slash < 0 && exchange.method().equals("DELETE")) {
        store.drop(bucket);
        exchange.empty(204);
      } else if (slash < 0) {
        exchange.answer(200, "{\"kind\":\"storage#bucket\",\"name\":\"" + bucket + "\"}");
      } else {
        list(exchange, bucket);
      }
    } else if (exchange.method().equals("DELETE")) {
      exchange.empty(store.bucket(bucket).remove(name) == null ? 404 : 204);
    } else if (exchange.method().equals("POST") && name.endsWith("/compose")) {
      compose(exchange, bucket, name.substring(0, name.length() - 8));
    } else {
      get(exchange, bucket, name);
    }
  }

  /** Several deletes in one request, each answered in its order. */
  private void batch(Exchange exchange) throws IOException {
    StringBuilder answers = new StringBuilder();
    Matcher deletes = BATCHED_DELETE.matcher(exchange.text());
    while (deletes.find()) {
      String name = URLDecoder.decode(deletes.group(2), StandardCharsets.UTF_8);
      boolean gone = store.bucket(deletes.group(1)).remove(name) == null;
      answers.append("--batch\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 ");
      answers.append(gone ? "404 Not Found" : "204 No Content").append("\r\n\r\n\r\n");
    }
    exchange.answer(
        200,
        answers.append("--batch--\r\n").toString(),
        "Content-Type",
        "multipart/mixed; boundary=batch");
  }

  private void insert(Exchange exchange, String bucket) throws IOException {
    Optional<String> session = exchange.query("upload_id");
    if (session.isPresent()) {
      resume(exchange, session.get());
      return;
    }
    if (exchange.query("uploadType").orElse("").equals("resumable")) {
      ObjectNode resource = parse(exchange.text());
      exchange.query("name").ifPresent(name -> resource.put("name", name));
      String id = "session" + System.nanoTime();
      sessions.put(id, new Session(bucket, resource, new BlobWriter()));
      exchange.empty(
          200,
          "Location",
          exchange.server()
              + "/upload/storage/v1/b/"
              + bucket
              + "/o?uploadType=resumable&upload_id="
              + id);
      return;
    }
    BlobWriter content = new BlobWriter();
    RelatedBody body = new RelatedBody(exchange.header("content-type").orElse(""), content);
    exchange.body(body);
    stored(exchange, bucket, parse(body.finish()), content.blob(Map.of()));
  }

  /** Takes the next piece of a session; {@code bytes 0-9/*} is not the last one. */
  private void resume(Exchange exchange, String id) throws IOException {
    Session session = sessions.get(id);
    if (session == null) {
      exchange.empty(404);
      return;
    }
    exchange.body(session.content()::write);
    if (exchange.header("content-range").orElse("/1").endsWith("/*")) {
      String range = "bytes=0-" + (session.content().sizeBytes() - 1);
      if (exchange.header("x-guploader-no-308").isPresent()) {
        exchange.empty(200, "X-Http-Status-Code-Override", "308", "Range", range);
      } else {
        exchange.empty(308, "Range", range);
      }
      return;
    }
    sessions.remove(id);
    stored(exchange, session.bucket(), session.resource(), session.content().blob(Map.of()));
  }

  private void stored(Exchange exchange, String bucket, ObjectNode resource, Blob content)
      throws IOException {
    String name = resource.path("name").asText();
    if (resource.has("crc32c")
        && !resource.path("crc32c").asText().equals(base64(content.crc32c()))) {
      exchange.answer(400, "{\"error\":{\"code\":400,\"message\":\"the CRC32C differs\"}}");
      return;
    }
    Map<String, String> kept = new HashMap<>();
    kept.put("resource", resource.toString());
    Blob blob =
        new Blob(
            content.sizeBytes(),
            content.bytes(),
            content.crc32c(),
            content.md5(),
            content.version(),
            content.modified(),
            kept);
    store.bucket(bucket).put(name, blob);
    exchange.answer(
        200, describe(exchange, bucket, name, blob).toString(), "Content-Type", "application/json");
  }

  private void compose(Exchange exchange, String bucket, String name) throws IOException {
    ObjectNode request = parse(exchange.text());
    List<MemoryStore.Part> parts = new ArrayList<>();
    for (JsonNode source : request.path("sourceObjects")) {
      Blob blob = store.bucket(bucket).get(source.path("name").asText());
      if (blob == null) {
        exchange.empty(404);
        return;
      }
      parts.add(new MemoryStore.Part(blob.sizeBytes(), blob.crc32c(), blob));
    }
    ObjectNode resource =
        request.path("destination") instanceof ObjectNode object ? object : JSON.createObjectNode();
    resource.put("name", name);
    stored(
        exchange,
        bucket,
        resource,
        new MemoryStore.Upload("", bucket, name, Map.of(), Map.of()).joined(parts));
  }

  private void get(Exchange exchange, String bucket, String name) throws IOException {
    Blob blob = store.bucket(bucket).get(name);
    if (blob == null) {
      exchange.answer(404, "{\"error\":{\"code\":404,\"message\":\"No such object\"}}");
      return;
    }
    if (!exchange.query("alt").orElse("").equals("media")) {
      exchange.answer(
          200,
          describe(exchange, bucket, name, blob).toString(),
          "Content-Type",
          "application/json");
      return;
    }
    Map<String, String> headers = new TreeMap<>();
    headers.put("x-goog-generation", Long.toString(blob.version()));
    headers.put("x-goog-stored-content-length", Long.toString(blob.sizeBytes()));
    headers.put("x-goog-hash", "crc32c=" + base64(blob.crc32c()));
    headers.put("Last-Modified", HTTP_DATE.format(blob.modified()));
    exchange.content(blob, headers);
  }

  private void list(Exchange exchange, String bucket) throws IOException {
    String token = exchange.query("pageToken").orElse("");
    Listing page =
        Listing.of(
            store.bucket(bucket),
            exchange.query("prefix").orElse(""),
            exchange.query("delimiter").orElse(""),
            token.isEmpty()
                ? exchange.query("startOffset").map(GcsProtocol::before).orElse("")
                : token,
            exchange.query("maxResults").map(Integer::parseInt).orElse(1000));
    ObjectNode answer = JSON.createObjectNode().put("kind", "storage#objects");
    page.next().ifPresent(next -> answer.put("nextPageToken", next));
    for (Map.Entry<String, Blob> entry : page.objects()) {
      answer.withArray("/items").add(describe(exchange, bucket, entry.getKey(), entry.getValue()));
    }
    page.prefixes().forEach(answer.withArray("/prefixes")::add);
    exchange.answer(200, answer.toString(), "Content-Type", "application/json");
  }

  /** A text before {@code key} and after all others: offsets are inclusive. */
  private static String before(String key) {
    return key.isEmpty()
        ? ""
        : key.substring(0, key.length() - 1)
            + (char) (key.charAt(key.length() - 1) - 1)
            + Character.MAX_VALUE;
  }

  private static ObjectNode describe(Exchange exchange, String bucket, String name, Blob blob)
      throws IOException {
    ObjectNode object = parse(blob.headers().getOrDefault("resource", "{}"));
    object.put("kind", "storage#object").put("bucket", bucket).put("name", name);
    object.put("id", bucket + "/" + name + "/" + blob.version());
    object.put("generation", Long.toString(blob.version())).put("metageneration", "1");
    object.put("size", Long.toString(blob.sizeBytes())).put("crc32c", base64(blob.crc32c()));
    object.put("timeCreated", blob.modified().toString());
    object.put("updated", blob.modified().toString()).put("etag", blob.etag());
    object.put(
        "mediaLink",
        exchange.server()
            + "/download/storage/v1/b/"
            + bucket
            + "/o/"
            + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20")
            + "?alt=media");
    blob.md5().ifPresent(md5 -> object.put("md5Hash", AzureProtocol.base64(md5)));
    return object;
  }

  private static ObjectNode parse(String text) throws IOException {
    try {
      JsonNode node = JSON.readTree(text.getBytes(StandardCharsets.UTF_8));
      return node instanceof ObjectNode object ? object : JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      throw new IOException("'" + text + "' is no JSON", e);
    }
  }
}
