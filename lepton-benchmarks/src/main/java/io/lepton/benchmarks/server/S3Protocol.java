package io.lepton.benchmarks.server;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What S3 clients need for listing, reading, writing, multipart uploads and deletions. */
final class S3Protocol implements NullServer.Protocol {
  private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  private static final String CRC32C = "x-amz-checksum-crc32c";
  private static final Pattern NUMBER = Pattern.compile("<PartNumber>(\\d+)</PartNumber>");
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
  static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final MemoryStore store;

  S3Protocol(MemoryStore store) {
    this.store = store;
  }

  @Override
  public void serve(Exchange exchange) throws IOException {
    String path = exchange.path();
    int slash = path.indexOf('/', 1);
    String bucket = slash < 0 ? path.substring(1) : path.substring(1, slash);
    String key = slash < 0 ? "" : path.substring(slash + 1);
    if (key.isEmpty()) {
      bucket(exchange, bucket);
    } else {
      object(exchange, bucket, key);
    }
  }

  private void bucket(Exchange exchange, String bucket) throws IOException {
    switch (exchange.method()) {
      case "GET" -> {
        if (exchange.asks("location")) {
          exchange.answer(200, XML + "<LocationConstraint>us-east-1</LocationConstraint>");
        } else if (exchange.asks("uploads")) {
          uploads(exchange, bucket);
        } else {
          list(exchange, bucket);
        }
      }
      case "POST" -> {
        StringBuilder answer = new StringBuilder(XML).append("<DeleteResult>");
        Matcher keys = KEY.matcher(exchange.text());
        while (keys.find()) {
          store.bucket(bucket).remove(unescaped(keys.group(1)));
        }
        exchange.answer(200, answer.append("</DeleteResult>").toString());
      }
      case "DELETE" -> {
        store.drop(bucket);
        exchange.empty(204);
      }
      default -> {
        store.bucket(bucket);
        exchange.empty(200);
      }
    }
  }

  private void list(Exchange exchange, String bucket) throws IOException {
    boolean second = exchange.asks("list-type");
    String after =
        exchange
            .query(second ? "continuation-token" : "marker")
            .or(() -> exchange.query("start-after"))
            .orElse("");
    int max = exchange.query("max-keys").map(Integer::parseInt).orElse(1000);
    Listing page =
        Listing.of(
            store.bucket(bucket),
            exchange.query("prefix").orElse(""),
            exchange.query("delimiter").orElse(""),
            after,
            Math.min(1000, max));
    boolean encoded = exchange.asks("encoding-type");
    StringBuilder xml = new StringBuilder(1000 * 220).append(XML).append("<ListBucketResult>");
    xml.append("<Name>").append(bucket).append("</Name><IsTruncated>");
    xml.append(page.next().isPresent()).append("</IsTruncated><MaxKeys>").append(max);
    xml.append("</MaxKeys><KeyCount>").append(page.objects().size()).append("</KeyCount>");
    if (encoded) {
      xml.append("<EncodingType>url</EncodingType>");
    }
    page.next()
        .ifPresent(
            next ->
                xml.append(second ? "<NextContinuationToken>" : "<NextMarker>")
                    .append(second ? escaped(next) : name(next, encoded))
                    .append(second ? "</NextContinuationToken>" : "</NextMarker>"));
    for (Map.Entry<String, Blob> entry : page.objects()) {
      Blob blob = entry.getValue();
      xml.append("<Contents><Key>").append(name(entry.getKey(), encoded));
      xml.append("</Key><LastModified>").append(blob.modified());
      xml.append("</LastModified><ETag>").append(blob.etag().replace("\"", "&quot;"));
      xml.append("</ETag><ChecksumAlgorithm>CRC32C</ChecksumAlgorithm>");
      xml.append("<ChecksumType>FULL_OBJECT</ChecksumType><Size>").append(blob.sizeBytes());
      xml.append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
    }
    for (String prefix : page.prefixes()) {
      xml.append("<CommonPrefixes><Prefix>").append(name(prefix, encoded));
      xml.append("</Prefix></CommonPrefixes>");
    }
    exchange.answer(200, xml.append("</ListBucketResult>").toString());
  }

  private void object(Exchange exchange, String bucket, String key) throws IOException {
    Optional<String> upload = exchange.query("uploadId");
    switch (exchange.method()) {
      case "PUT" -> {
        if (upload.isPresent()) {
          part(exchange, upload.get());
        } else if (exchange.asks("tagging") || exchange.asks("acl")) {
          exchange.empty(200);
        } else if (exchange.header("x-amz-copy-source").isPresent()) {
          copy(exchange, bucket, key);
        } else {
          put(exchange, bucket, key);
        }
      }
      case "POST" -> {
        if (upload.isPresent()) {
          complete(exchange, upload.get());
        } else {
          MemoryStore.Upload started = store.start(bucket, key, kept(exchange));
          exchange.answer(
              200,
              XML
                  + "<InitiateMultipartUploadResult><Bucket>"
                  + bucket
                  + "</Bucket><Key>"
                  + escaped(key)
                  + "</Key><UploadId>"
                  + started.id()
                  + "</UploadId></InitiateMultipartUploadResult>");
        }
      }
      case "DELETE" -> {
        if (upload.isPresent()) {
          store.uploads().remove(upload.get());
        } else {
          store.bucket(bucket).remove(key);
        }
        exchange.empty(204);
      }
      default -> {
        if (exchange.asks("tagging")) {
          exchange.answer(200, XML + "<Tagging><TagSet></TagSet></Tagging>");
        } else if (upload.isPresent()) {
          parts(exchange, upload.get());
        } else {
          get(exchange, bucket, key);
        }
      }
    }
  }

  private void get(Exchange exchange, String bucket, String key) throws IOException {
    Blob blob = store.bucket(bucket).get(key);
    if (blob == null) {
      error(exchange, 404, "NoSuchKey");
      return;
    }
    String wanted = exchange.header("if-match").orElse(blob.etag());
    if (!wanted.replace("\"", "").equals(blob.etag().replace("\"", ""))) {
      error(exchange, 412, "PreconditionFailed");
      return;
    }
    Map<String, String> headers = new TreeMap<>(blob.headers());
    headers.put("ETag", blob.etag());
    headers.put("Last-Modified", HTTP_DATE.format(blob.modified()));
    headers.put("Accept-Ranges", "bytes");
    headers.putIfAbsent("Content-Type", "binary/octet-stream");
    if (exchange.header("x-amz-checksum-mode").isPresent()
        && (exchange.method().equals("HEAD") || exchange.header("range").isEmpty())) {
      headers.put(CRC32C, base64(blob.crc32c()));
      headers.put("x-amz-checksum-type", "FULL_OBJECT");
    }
    exchange.content(blob, headers);
  }

  private void put(Exchange exchange, String bucket, String key) throws IOException {
    BlobWriter writer = new BlobWriter();
    exchange.body(writer::write);
    if (exchange.header("if-none-match").isPresent() && store.bucket(bucket).containsKey(key)) {
      error(exchange, 412, "PreconditionFailed");
      return;
    }
    if (refused(exchange, writer)) {
      return;
    }
    Blob blob = writer.blob(kept(exchange));
    store.bucket(bucket).put(key, blob);
    exchange.empty(
        200,
        "ETag",
        blob.etag(),
        CRC32C,
        base64(blob.crc32c()),
        "x-amz-checksum-type",
        "FULL_OBJECT");
  }

  private void copy(Exchange exchange, String bucket, String key) throws IOException {
    String source =
        URLDecoder.decode(exchange.header("x-amz-copy-source").orElse(""), StandardCharsets.UTF_8);
    String from = source.startsWith("/") ? source.substring(1) : source;
    int slash = from.indexOf('/');
    Blob blob = store.bucket(from.substring(0, slash)).get(from.substring(slash + 1));
    if (blob == null) {
      error(exchange, 404, "NoSuchKey");
      return;
    }
    store.bucket(bucket).put(key, blob);
    exchange.answer(
        200,
        XML
            + "<CopyObjectResult><ETag>"
            + blob.etag().replace("\"", "&quot;")
            + "</ETag><LastModified>"
            + blob.modified()
            + "</LastModified></CopyObjectResult>");
  }

  private void part(Exchange exchange, String id) throws IOException {
    MemoryStore.Upload upload = store.uploads().get(id);
    BlobWriter writer = new BlobWriter();
    exchange.body(writer::write);
    if (upload == null) {
      error(exchange, 404, "NoSuchUpload");
    } else if (!refused(exchange, writer)) {
      Blob blob = writer.blob(Map.of());
      upload
          .parts()
          .put(
              exchange.query("partNumber").orElse(""),
              new MemoryStore.Part(writer.sizeBytes(), writer.crc32c(), blob));
      exchange.empty(200, "ETag", blob.etag(), CRC32C, base64(writer.crc32c()));
    }
  }

  private void complete(Exchange exchange, String id) throws IOException {
    MemoryStore.Upload upload = store.uploads().get(id);
    List<MemoryStore.Part> parts = new ArrayList<>();
    Matcher numbers = NUMBER.matcher(exchange.text());
    while (upload != null && numbers.find()) {
      MemoryStore.Part part = upload.parts().get(numbers.group(1));
      if (part == null) {
        error(exchange, 400, "InvalidPart");
        return;
      }
      parts.add(part);
    }
    if (upload == null || parts.isEmpty()) {
      error(exchange, 404, "NoSuchUpload");
      return;
    }
    Blob blob = upload.joined(parts);
    store.bucket(upload.bucket()).put(upload.key(), blob);
    store.uploads().remove(id);
    exchange.answer(
        200,
        XML
            + "<CompleteMultipartUploadResult><Bucket>"
            + upload.bucket()
            + "</Bucket><Key>"
            + escaped(upload.key())
            + "</Key><ETag>"
            + blob.etag().replace("\"", "&quot;")
            + "</ETag><ChecksumCRC32C>"
            + base64(blob.crc32c())
            + "</ChecksumCRC32C><ChecksumType>FULL_OBJECT</ChecksumType>"
            + "</CompleteMultipartUploadResult>");
  }

  private void parts(Exchange exchange, String id) throws IOException {
    MemoryStore.Upload upload = store.uploads().get(id);
    if (upload == null) {
      error(exchange, 404, "NoSuchUpload");
      return;
    }
    StringBuilder xml = new StringBuilder(XML).append("<ListPartsResult><IsTruncated>false");
    xml.append("</IsTruncated>");
    upload.parts().entrySet().stream()
        .sorted(
            (a, b) -> Integer.compare(Integer.parseInt(a.getKey()), Integer.parseInt(b.getKey())))
        .forEach(
            part ->
                xml.append("<Part><PartNumber>")
                    .append(part.getKey())
                    .append("</PartNumber><ETag>")
                    .append(part.getValue().blob().etag().replace("\"", "&quot;"))
                    .append("</ETag><ChecksumCRC32C>")
                    .append(base64(part.getValue().crc32c()))
                    .append("</ChecksumCRC32C><Size>")
                    .append(part.getValue().sizeBytes())
                    .append("</Size></Part>"));
    exchange.answer(200, xml.append("</ListPartsResult>").toString());
  }

  private void uploads(Exchange exchange, String bucket) throws IOException {
    StringBuilder xml =
        new StringBuilder(XML)
            .append("<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>");
    for (MemoryStore.Upload upload : store.uploads().values()) {
      if (upload.bucket().equals(bucket)) {
        xml.append("<Upload><Key>").append(escaped(upload.key())).append("</Key><UploadId>");
        xml.append(upload.id()).append("</UploadId><Initiated>2026-01-01T00:00:00Z</Initiated>");
        xml.append("</Upload>");
      }
    }
    exchange.answer(200, xml.append("</ListMultipartUploadsResult>").toString());
  }

  /** Whether the bytes are not those that the client sent by its own CRC32C. */
  private static boolean refused(Exchange exchange, BlobWriter writer) throws IOException {
    Optional<String> crc = exchange.header(CRC32C);
    if (crc.isPresent() && !crc.get().equals(base64(writer.crc32c()))) {
      error(exchange, 400, "BadDigest");
      return true;
    }
    return false;
  }

  private static Map<String, String> kept(Exchange exchange) {
    Map<String, String> kept = new HashMap<>();
    exchange
        .headers()
        .forEach(
            (name, value) -> {
              if (name.startsWith("x-amz-meta-")
                  || name.equals("content-type")
                  || name.equals("cache-control")) {
                kept.put(name.equals("content-type") ? "Content-Type" : name, value);
              }
            });
    return kept;
  }

  private static void error(Exchange exchange, int status, String code) throws IOException {
    exchange.answer(
        status, XML + "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>");
  }

  private static String name(String key, boolean encoded) {
    return encoded
        ? URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/")
        : escaped(key);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }

  static String base64(long crc32c) {
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc32c).array());
  }
}
