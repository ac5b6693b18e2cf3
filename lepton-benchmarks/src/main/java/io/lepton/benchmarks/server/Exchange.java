package io.lepton.benchmarks.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One connection with the request that is being served on it. Used by one thread. */
final class Exchange {
  private static final int INPUT_BYTES = 256 << 10;

  private final ByteChannel channel;
  private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES).limit(0);
  private String method = "";
  private String path = "";
  private Map<String, String> query = Map.of();
  private final Map<String, String> headers = new HashMap<>();
  private boolean bodyRead;

  Exchange(ByteChannel channel) {
    this.channel = channel;
  }

  /** Takes bytes of a body. */
  interface Taker {
    void take(ByteBuffer bytes);
  }

  /** Reads the next request up to its body; false when the connection ends. */
  boolean next() throws IOException {
    String line = line();
    if (line.isEmpty()) {
      return false;
    }
    int space = line.indexOf(' ');
    method = line.substring(0, space);
    String target = line.substring(space + 1, line.lastIndexOf(' '));
    int mark = target.indexOf('?');
    path = decoded(mark < 0 ? target : target.substring(0, mark), false);
    query = mark < 0 ? Map.of() : parameters(target.substring(mark + 1));
    headers.clear();
    bodyRead = false;
    readHeaders();
    return true;
  }

  /** This server as the client reached it, such as {@code https://127.0.0.1:8443}. */
  String server() {
    String scheme = channel instanceof SocketChannel ? "http://" : "https://";
    return scheme + header("host").orElse("");
  }

  private void readHeaders() throws IOException {
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
  }

  static Map<String, String> parameters(String query) {
    Map<String, String> result = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      result.put(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : decoded(pair.substring(equals + 1), true));
    }
    return result;
  }

  private static String decoded(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    return URLDecoder.decode(plusIsSpace ? text : text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  String method() {
    return method;
  }

  /** The path without percent encoding. */
  String path() {
    return path;
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  boolean asks(String name) {
    return query.containsKey(name);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  Map<String, String> headers() {
    return headers;
  }

  /** Passes the body to {@code taker}, without chunks of HTTP and of AWS. */
  void body(Taker taker) throws IOException {
    bodyRead = true;
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      send(ByteBuffer.wrap("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
    }
    boolean chunked = headers.getOrDefault("transfer-encoding", "").contains("chunked");
    boolean aws = headers.getOrDefault("x-amz-content-sha256", "").startsWith("STREAMING-");
    if (chunked && aws) {
      throw new IOException("chunks within chunks");
    }
    if (chunked || aws) {
      while (true) {
        String size = line();
        int end = size.indexOf(';');
        long bytes = Long.parseLong(end < 0 ? size : size.substring(0, end), 16);
        if (bytes == 0) {
          readHeaders();
          return;
        }
        pass(bytes, taker);
        line();
      }
    }
    pass(Long.parseLong(headers.getOrDefault("content-length", "0")), taker);
  }

  /** The whole body as text. */
  String text() throws IOException {
    BlobWriter writer = new BlobWriter();
    body(writer::write);
    return new String(writer.blob(Map.of()).bytes().orElseThrow(), StandardCharsets.UTF_8);
  }

  private void pass(long bytes, Taker taker) throws IOException {
    for (long left = bytes; left > 0; ) {
      if (!input.hasRemaining()) {
        fill();
      }
      int length = (int) Math.min(left, input.remaining());
      taker.take(input.slice(input.position(), length));
      input.position(input.position() + length);
      left -= length;
    }
  }

  /** Answers without a body. */
  void empty(int status, String... nameValues) throws IOException {
    answer(status, new byte[0], nameValues);
  }

  void answer(int status, String text, String... nameValues) throws IOException {
    answer(status, text.getBytes(StandardCharsets.UTF_8), nameValues);
  }

  void answer(int status, byte[] body, String... nameValues) throws IOException {
    StringBuilder head = head(status, body.length, nameValues);
    byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    if (method.equals("HEAD") || body.length == 0) {
      send(ByteBuffer.wrap(start));
    } else {
      byte[] both = Arrays.copyOf(start, start.length + body.length);
      System.arraycopy(body, 0, both, start.length, body.length);
      send(ByteBuffer.wrap(both));
    }
  }

  /** Answers with an object or the range of it that was asked for. */
  void content(Blob blob, Map<String, String> extra) throws IOException {
    long from = 0;
    long end = blob.sizeBytes();
    int status = 200;
    String range = headers.getOrDefault("x-ms-range", headers.getOrDefault("range", ""));
    Map<String, String> all = new TreeMap<>(extra);
    if (range.startsWith("bytes=") && end > 0) {
      String[] ends = range.substring(6).split("-", -1);
      from =
          ends[0].isEmpty() ? Math.max(0, end - Long.parseLong(ends[1])) : Long.parseLong(ends[0]);
      end =
          ends[0].isEmpty() || ends[1].isEmpty() ? end : Math.min(end, Long.parseLong(ends[1]) + 1);
      if (from >= blob.sizeBytes()) {
        empty(416, "Content-Range", "bytes */" + blob.sizeBytes());
        return;
      }
      status = 206;
      all.put("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + blob.sizeBytes());
    }
    String[] pairs =
        all.entrySet().stream()
            .flatMap(e -> Stream.of(e.getKey(), e.getValue()))
            .toArray(String[]::new);
    if (method.equals("HEAD") || end == from) {
      send(
          ByteBuffer.wrap(
              head(status, end - from, pairs).toString().getBytes(StandardCharsets.ISO_8859_1)));
      return;
    }
    ByteBuffer head =
        ByteBuffer.wrap(
            head(status, end - from, pairs).toString().getBytes(StandardCharsets.ISO_8859_1));
    if (blob.bytes().isPresent()) {
      ByteBuffer bytes = ByteBuffer.wrap(blob.bytes().get(), (int) from, (int) (end - from));
      if (channel instanceof GatheringByteChannel gathering) {
        ByteBuffer[] both = {head, bytes};
        while (bytes.hasRemaining()) {
          gathering.write(both);
        }
      } else {
        send(head);
        send(bytes);
      }
      return;
    }
    send(head);
    for (long position = from; position < end; ) {
      ByteBuffer piece = Pattern.at(position, end - position);
      position += piece.remaining();
      send(piece);
    }
  }

  private StringBuilder head(int status, long length, String... nameValues) throws IOException {
    if (!bodyRead) {
      body(bytes -> {});
    }
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(status).append(" X\r\n");
    for (int i = 0; i < nameValues.length; i += 2) {
      head.append(nameValues[i]).append(": ").append(nameValues[i + 1]).append("\r\n");
    }
    if (status != 204 && status != 304) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    return head.append("\r\n");
  }

  private void send(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      while (input.hasRemaining()) {
        int next = input.get() & 0xff;
        if (next == '\n') {
          return line.toString();
        }
        if (next != '\r') {
          line.append((char) next);
        }
      }
      try {
        fill();
      } catch (EOFException e) {
        if (line.length() == 0) {
          return "";
        }
        throw e;
      }
    }
  }

  private void fill() throws IOException {
    input.clear();
    try {
      if (channel.read(input) < 0) {
        throw new EOFException("the client went away");
      }
    } finally {
      input.flip();
    }
  }
}
