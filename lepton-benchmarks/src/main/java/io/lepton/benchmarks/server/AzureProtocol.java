package io.lepton.benchmarks.server;

import static io.lepton.benchmarks.server.S3Protocol.HTTP_DATE;
import static io.lepton.benchmarks.server.S3Protocol.escaped;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What clients of Azure Blob Storage need for listing, reading, writing whole or in blocks. */
final class AzureProtocol implements NullServer.Protocol {
  private static final Pattern BLOCK =
      Pattern.compile("<(?:Uncommitted|Latest|Committed)>([^<]*)</");

  private final MemoryStore store;
  private final Map<String, MemoryStore.Upload> staged = new ConcurrentHashMap<>();

  AzureProtocol(MemoryStore store) {
    this.store = store;
  }

  @Override
  public void serve(Exchange exchange) throws IOException {
    String[] parts = exchange.path().split("/", 4);
    String container = parts.length > 2 ? parts[2] : "";
    String name = parts.length > 3 ? parts[3] : "";
    if (name.isEmpty()) {
      if (exchange.query("comp").orElse("").equals("list")) {
        list(exchange, container);
      } else if (exchange.method().equals("DELETE")) {
        store.drop(container);
        exchange.empty(202, told(Map.of()));
      } else {
        exchange.empty(exchange.method().equals("PUT") ? 201 : 200, told(Map.of()));
      }
      return;
    }
    switch (exchange.method()) {
      case "PUT" -> put(exchange, container, name);
      case "DELETE" -> {
        boolean gone = store.bucket(container).remove(name) == null;
        exchange.empty(gone ? 404 : 202, told(Map.of()));
      }
      default -> get(exchange, container, name);
    }
  }

  private void put(Exchange exchange, String container, String name) throws IOException {
    NavigableMap<String, Blob> blobs = store.bucket(container);
    switch (exchange.query("comp").orElse("")) {
      case "block" -> {
        BlobWriter writer = new BlobWriter();
        exchange.body(writer::write);
        upload(container, name)
            .parts()
            .put(
                exchange.query("blockid").orElse(""),
                new MemoryStore.Part(writer.sizeBytes(), writer.crc32c(), writer.blob(Map.of())));
        exchange.empty(201, told(Map.of()));
      }
      case "blocklist" -> {
        List<MemoryStore.Part> parts = new ArrayList<>();
        Matcher ids = BLOCK.matcher(exchange.text());
        while (ids.find()) {
          MemoryStore.Part part = upload(container, name).parts().get(ids.group(1));
          if (part == null) {
            exchange.empty(400, told(Map.of("x-ms-error-code", "InvalidBlockList")));
            return;
          }
          parts.add(part);
        }
        MemoryStore.Upload described =
            new MemoryStore.Upload("", container, name, kept(exchange), Map.of());
        stored(exchange, blobs, name, described.joined(parts));
        staged.remove(container + "/" + name);
      }
      case "" -> {
        BlobWriter writer = new BlobWriter();
        exchange.body(writer::write);
        if ("*".equals(exchange.header("if-none-match").orElse("")) && blobs.containsKey(name)) {
          exchange.empty(409, told(Map.of("x-ms-error-code", "BlobAlreadyExists")));
          return;
        }
        stored(exchange, blobs, name, writer.blob(kept(exchange)));
      }
      default -> exchange.empty(200, told(Map.of()));
    }
  }

  private MemoryStore.Upload upload(String container, String name) {
    return staged.computeIfAbsent(
        container + "/" + name,
        any -> new MemoryStore.Upload("", container, name, Map.of(), new ConcurrentHashMap<>()));
  }

  private static void stored(
      Exchange exchange, NavigableMap<String, Blob> blobs, String name, Blob blob)
      throws IOException {
    blobs.put(name, blob);
    exchange.empty(
        201, told(Map.of("ETag", blob.etag(), "Last-Modified", HTTP_DATE.format(blob.modified()))));
  }

  private void get(Exchange exchange, String container, String name) throws IOException {
    MemoryStore.Upload blocks = staged.get(container + "/" + name);
    if (blocks != null && exchange.query("comp").orElse("").equals("blocklist")) {
      exchange.answer(200, blockList(blocks), told(Map.of("Content-Type", "application/xml")));
      return;
    }
    Blob blob = store.bucket(container).get(name);
    if (blob == null) {
      exchange.empty(404, told(Map.of("x-ms-error-code", "BlobNotFound")));
      return;
    }
    if (exchange.query("comp").orElse("").equals("blocklist")) {
      exchange.answer(200, "<?xml version=\"1.0\"?><BlockList></BlockList>", told(Map.of()));
      return;
    }
    Map<String, String> headers = new TreeMap<>(blob.headers());
    headers.put("ETag", blob.etag());
    headers.put("Last-Modified", HTTP_DATE.format(blob.modified()));
    headers.put("Accept-Ranges", "bytes");
    headers.put("x-ms-blob-type", "BlockBlob");
    headers.put("x-ms-version", "2024-11-04");
    headers.putIfAbsent("Content-Type", "application/octet-stream");
    blob.md5().ifPresent(md5 -> headers.put("Content-MD5", base64(md5)));
    exchange.content(blob, headers);
  }

  private static String blockList(MemoryStore.Upload staged) {
    StringBuilder xml =
        new StringBuilder(
            "<?xml version=\"1.0\"?><BlockList><CommittedBlocks /><UncommittedBlocks>");
    staged
        .parts()
        .forEach(
            (id, part) -> {
              xml.append("<Block><Name>").append(escaped(id)).append("</Name><Size>");
              xml.append(part.sizeBytes()).append("</Size></Block>");
            });
    return xml.append("</UncommittedBlocks></BlockList>").toString();
  }

  private void list(Exchange exchange, String container) throws IOException {
    int max = exchange.query("maxresults").map(Integer::parseInt).orElse(5000);
    String marker = exchange.query("marker").filter(text -> !text.isEmpty()).orElse("");
    Listing page =
        Listing.of(
            store.bucket(container),
            exchange.query("prefix").orElse(""),
            exchange.query("delimiter").orElse(""),
            marker,
            max);
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs>");
    for (Map.Entry<String, Blob> entry : page.objects()) {
      Blob blob = entry.getValue();
      xml.append("<Blob><Name>").append(escaped(entry.getKey()));
      xml.append("</Name><Properties><Last-Modified>").append(HTTP_DATE.format(blob.modified()));
      xml.append("</Last-Modified><Etag>").append(blob.etag().replace("\"", ""));
      xml.append("</Etag><Content-Length>").append(blob.sizeBytes());
      xml.append("</Content-Length><Content-Type>");
      xml.append(blob.headers().getOrDefault("Content-Type", "application/octet-stream"));
      xml.append("</Content-Type>");
      blob.md5()
          .ifPresent(
              md5 -> xml.append("<Content-MD5>").append(base64(md5)).append("</Content-MD5>"));
      xml.append("<BlobType>BlockBlob</BlobType></Properties><Metadata>");
      blob.headers()
          .forEach(
              (header, value) -> {
                if (header.startsWith("x-ms-meta-")) {
                  String meta = header.substring(10);
                  xml.append('<').append(meta).append('>').append(escaped(value));
                  xml.append("</").append(meta).append('>');
                }
              });
      xml.append("</Metadata></Blob>");
    }
    for (String prefix : page.prefixes()) {
      xml.append("<BlobPrefix><Name>").append(escaped(prefix)).append("</Name></BlobPrefix>");
    }
    xml.append("</Blobs><NextMarker>").append(page.next().map(S3Protocol::escaped).orElse(""));
    exchange.answer(
        200,
        xml.append("</NextMarker></EnumerationResults>").toString(),
        told(Map.of("Content-Type", "application/xml")));
  }

  private static Map<String, String> kept(Exchange exchange) {
    Map<String, String> kept = new HashMap<>();
    exchange
        .headers()
        .forEach(
            (name, value) -> {
              if (name.startsWith("x-ms-meta-")) {
                kept.put(name, value);
              } else if (name.equals("x-ms-blob-content-type")) {
                kept.put("Content-Type", value);
              }
            });
    return kept;
  }

  private static String[] told(Map<String, String> headers) {
    List<String> pairs =
        new ArrayList<>(List.of("x-ms-request-id", "null", "x-ms-version", "2024-11-04"));
    pairs.addAll(List.of("Date", HTTP_DATE.format(Instant.now())));
    headers.forEach(
        (name, value) -> {
          pairs.add(name);
          pairs.add(value);
        });
    return pairs.toArray(String[]::new);
  }

  static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}
