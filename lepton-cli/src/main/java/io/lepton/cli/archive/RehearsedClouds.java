package io.lepton.cli.archive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Answers as three object stores would that hold two objects each, one of them large, and forget
 * what is written: as much as it takes to have a transfer pass through its classes. Thread safe.
 */
final class RehearsedClouds implements AutoCloseable {
  private static final String TIME = "2026-01-01T00:00:00Z";
  private static final String AZURE = "/rehearsal";
  private static final int LARGE_BYTES = 65 << 20;
  private static final String CRC32C_OF_SMALL = "QZTPxw==";
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
  private static final Pattern CRC32C_FIELD = Pattern.compile("\"crc32c\":\\s*\"([^\"]+)\"");

  private final HttpServer server;
  private final HttpServer azure;
  private final Map<String, Long> blocks = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private RehearsedClouds(HttpServer server, HttpServer azure) {
    this.server = server;
    this.azure = azure;
  }

  /** Azure over TLS with {@code identity}, and all without where that is null. */
  static RehearsedClouds start(@Nullable SSLContext identity) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(any, 0);
    HttpServer azure = server;
    if (identity != null) {
      HttpsServer secure = HttpsServer.create(any, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(identity));
      azure = secure;
    }
    RehearsedClouds clouds = new RehearsedClouds(server, azure);
    for (HttpServer each : Set.of(server, azure)) {
      each.createContext("/", clouds::serve);
      each.setExecutor(clouds.threads);
      each.start();
    }
    return clouds;
  }

  private static String endpoint(HttpServer server) {
    return (server instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + server.getAddress().getPort();
  }

  /** Where a provider finds them; none of it is a secret. */
  Map<String, String> environment() {
    String endpoint = endpoint(server);
    Map<String, String> all = new HashMap<>();
    all.put("AWS_ACCESS_KEY_ID", "rehearsal");
    all.put("AWS_SECRET_ACCESS_KEY", "rehearsal");
    all.put("AWS_REGION", "us-east-1");
    all.put("AWS_EC2_METADATA_DISABLED", "true");
    all.put("AWS_ENDPOINT_URL_S3", endpoint);
    all.put("STORAGE_EMULATOR_HOST", endpoint);
    all.put(
        "AZURE_STORAGE_CONNECTION_STRING",
        "AccountName=rehearsal;AccountKey=cmVoZWFyc2Fs;BlobEndpoint=" + endpoint(azure) + AZURE);
    return all;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Body body = body(exchange);
      String path = exchange.getRequestURI().getPath();
      exchange.getResponseHeaders().set("ETag", "\"0123456789abcdef0123456789abcdef\"");
      exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
      if (path.contains("/storage/v1/")) {
        google(exchange, path, body.start());
      } else if (path.startsWith(AZURE)) {
        azure(exchange, path, body.sizeBytes());
      } else {
        amazon(exchange, path);
      }
    }
  }

  /** The beginning of what was sent, and how much that was. */
  private record Body(String start, long sizeBytes) {}

  private static Body body(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] start = in.readNBytes(4096);
      long rest = in.transferTo(OutputStream.nullOutputStream());
      return new Body(new String(start, StandardCharsets.ISO_8859_1), start.length + rest);
    }
  }

  private void azure(HttpExchange exchange, String path, long bodyBytes) throws IOException {
    String query = query(exchange);
    if (exchange.getRequestMethod().equals("PUT")) {
      if (query.startsWith("comp=block&blockid=")) {
        blocks.put(query.substring(query.lastIndexOf("blockid=") + 8), bodyBytes);
      }
      exchange.sendResponseHeaders(201, -1);
    } else if (query.contains("comp=blocklist")) {
      StringBuilder staged = new StringBuilder("<BlockList><UncommittedBlocks>");
      blocks.forEach(
          (id, bytes) ->
              staged.append(
                  String.format("<Block><Name>%s</Name><Size>%d</Size></Block>", id, bytes)));
      text(exchange, staged.append("</UncommittedBlocks></BlockList>").toString());
    } else if (query.contains("comp=list")) {
      String blob =
          "<Blob><Name>object</Name><Properties><Content-Length>6</Content-Length><Etag>0x1</Etag>"
              + "<Last-Modified>Thu, 01 Jan 2026 00:00:00 GMT</Last-Modified></Properties></Blob>";
      text(
          exchange,
          "<EnumerationResults><Blobs>"
              + (path.startsWith(AZURE + "/from") ? blob : "")
              + "</Blobs><NextMarker/></EnumerationResults>");
    } else {
      object(exchange, path.substring(AZURE.length()));
    }
  }

  private static void amazon(HttpExchange exchange, String path) throws IOException {
    String query = query(exchange);
    Optional.ofNullable(exchange.getRequestHeaders().getFirst("x-amz-checksum-crc32c"))
        .ifPresent(sum -> exchange.getResponseHeaders().set("x-amz-checksum-crc32c", sum));
    if (query.contains("list-type=2")) {
      String entry = "<Contents><Key>%s</Key><LastModified>" + TIME + "</LastModified><Size>%d";
      String end = "</Size><ETag>\"0123456789abcdef0123456789abcdef\"</ETag></Contents>";
      text(
          exchange,
          "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>"
              + (path.startsWith("/from")
                  ? String.format(entry + end + entry + end, "large", LARGE_BYTES, "object", 6)
                  : "")
              + "</ListBucketResult>");
    } else if (exchange.getRequestMethod().equals("POST")) {
      String sum = Base64.getEncoder().encodeToString(crc32cOfLarge());
      text(
          exchange,
          "<Result><UploadId>u</UploadId><ETag>\"u-3\"</ETag><ChecksumCRC32C>"
              + sum
              + "</ChecksumCRC32C></Result>");
    } else {
      object(exchange, path);
    }
  }

  private static void google(HttpExchange exchange, String path, String body) throws IOException {
    String resource =
        "{\"name\":\"object\",\"bucket\":\"from\",\"generation\":\"1\",\"metageneration\":\"1\","
            + "\"size\":\"6\",\"updated\":\""
            + TIME
            + "\",\"crc32c\":\"%s\"}";
    if (path.startsWith("/upload/")) {
      Matcher sum = CRC32C_FIELD.matcher(body);
      text(exchange, String.format(resource, sum.find() ? sum.group(1) : "AAAAAA=="));
    } else if (path.endsWith("/o")) {
      boolean from = path.contains("/b/from/");
      text(
          exchange, from ? "{\"items\":[" + String.format(resource, CRC32C_OF_SMALL) + "]}" : "{}");
    } else if (path.contains("/b/from/") && !query(exchange).contains("alt=media")) {
      text(exchange, String.format(resource, CRC32C_OF_SMALL));
    } else {
      exchange.getResponseHeaders().set("x-goog-generation", "1");
      object(exchange, path);
    }
  }

  private static String query(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
  }

  private static void object(HttpExchange exchange, String path) throws IOException {
    if (!exchange.getRequestMethod().equals("GET")) {
      boolean known = exchange.getRequestMethod().equals("PUT") || path.startsWith("/from");
      if (exchange.getRequestMethod().equals("HEAD") && known) {
        int length = path.endsWith("/large") ? LARGE_BYTES : 6;
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
      }
      exchange.sendResponseHeaders(known ? 200 : 404, -1);
      return;
    }
    String range = String.valueOf(exchange.getRequestHeaders().getFirst("Range"));
    Matcher asked = RANGE.matcher(range);
    if (!asked.find()) {
      text(exchange, "sample");
      return;
    }
    int length = (int) (Long.parseLong(asked.group(2)) - Long.parseLong(asked.group(1)) + 1);
    exchange.getResponseHeaders().set("Content-Range", range.replace('=', ' ') + "/" + LARGE_BYTES);
    exchange.sendResponseHeaders(206, length);
    exchange.getResponseBody().write(new byte[length]);
  }

  private static byte[] crc32cOfLarge() {
    CRC32C crc = new CRC32C();
    crc.update(new byte[LARGE_BYTES]);
    return java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
  }

  private static void text(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    Set.of(server, azure).forEach(each -> each.stop(0));
    threads.shutdownNow();
  }
}
