package io.lepton.azure.http;

import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection, used by one request at a time. */
final class Connection {
  private static final int OUT_BYTES = 256 << 10;
  private static final int IN_BYTES = 64 << 10;
  private static final long PROBE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ConnectionPool pool;
  private final Origin origin;
  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES).limit(0);
  private @Nullable ByteBuffer out;
  private Wire wire;
  private volatile long sinceNanos = System.nanoTime();
  private volatile boolean working = true;
  private volatile boolean timedOut;

  Connection(ConnectionPool pool, Origin origin) throws IOException {
    this.pool = pool;
    this.origin = origin;
    this.channel = SocketChannel.open();
    this.wire = new Wire.Plain(channel);
  }

  Origin origin() {
    return origin;
  }

  void connect() throws IOException {
    InetSocketAddress address = new InetSocketAddress(origin.host(), origin.port());
    if (address.isUnresolved()) {
      throw new UnknownHostException(origin.host());
    }
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.socket().connect(address, (int) pool.timeouts().connect().toMillis());
    if (origin.secure()) {
      wire = Wire.Secure.over(channel, origin);
    }
  }

  /** Whether the other end has not hung up on this idle connection. */
  boolean serves() {
    if (System.nanoTime() - sinceNanos < PROBE_AFTER_NANOS) {
      working = true;
      touch();
      return channel.isOpen();
    }
    working = true;
    touch();
    try {
      channel.configureBlocking(false);
      try {
        // An idle connection has nothing to say; an end, or anything else, is the end of it.
        return channel.read(ByteBuffer.allocate(1)) == 0;
      } finally {
        channel.configureBlocking(true);
      }
    } catch (IOException e) {
      return false;
    }
  }

  private void touch() {
    sinceNanos = System.nanoTime();
  }

  void closeIfOverdue(long nowNanos) {
    long most = (working ? pool.timeouts().silence() : pool.timeouts().idle()).toNanos();
    if (nowNanos - sinceNanos > most) {
      timedOut = working;
      abandon();
    }
  }

  /** Closes the connection, whatever it is at. */
  void abandon() {
    pool.forget(this);
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no use any more in any case.
    }
  }

  void giveBack() {
    if (in.hasRemaining()) {
      abandon();
      return;
    }
    working = false;
    touch();
    pool.giveBack(this);
  }

  HttpResponse exchange(HttpRequest request) throws IOException {
    try {
      IOException unsent = sendUnlessRefused(request);
      ResponseHead head;
      try {
        head = ResponseHead.read(this);
      } catch (IOException e) {
        throw unsent == null ? e : unsent;
      }
      boolean reusable = unsent == null && head.keepsAlive();
      return new BlockingHttpResponse(
          request, head, new ResponseBody(this, head.framing(request.getHttpMethod()), reusable));
    } catch (IOException e) {
      throw explained(e);
    }
  }

  /** Sends the request; an error of its body is kept, for the answer may tell more. */
  private @Nullable IOException sendUnlessRefused(HttpRequest request) throws IOException {
    BinaryData body = request.getBodyAsBinaryData();
    long length = body == null ? 0 : length(request, body);
    ByteBuffer buffer = out();
    byte[] head = head(request, length);
    if (head.length > buffer.capacity()) {
      throw new IOException("the head of the request has " + head.length + " bytes");
    }
    buffer.clear().put(head);
    if (body == null || length == 0) {
      writeAll(buffer.flip());
      return null;
    }
    try (InputStream content = body.toStream()) {
      sendBody(content, buffer, length);
      return null;
    } catch (BodyException e) {
      throw e.failure();
    } catch (IOException e) {
      if (timedOut || Thread.currentThread().isInterrupted() || !channel.isOpen()) {
        throw e;
      }
      return e;
    }
  }

  private static long length(HttpRequest request, BinaryData body) throws IOException {
    Long length = body.getLength();
    if (length != null) {
      return length;
    }
    String told = request.getHeaders().getValue(HttpHeaderName.CONTENT_LENGTH);
    if (told == null || !told.matches("\\d{1,18}")) {
      throw new IOException("a body must tell its length");
    }
    return Long.parseLong(told);
  }

  private void sendBody(InputStream content, ByteBuffer buffer, long length) throws IOException {
    long left = length;
    while (left > 0) {
      while (left > 0 && buffer.hasRemaining()) {
        int room = (int) Math.min(buffer.remaining(), left);
        int count = read(content, buffer, room);
        if (count < 0) {
          throw new BodyException(
              new EOFException("the body ended " + left + " bytes before its announced length"));
        }
        left -= count;
      }
      writeAll(buffer.flip());
      buffer.clear();
    }
  }

  private static int read(InputStream content, ByteBuffer buffer, int room) throws IOException {
    int limit = buffer.limit();
    try {
      if (content instanceof BufferBody direct) {
        return direct.read(buffer.limit(buffer.position() + room));
      }
      byte[] bytes = content.readNBytes(room);
      buffer.put(bytes);
      return bytes.length == 0 ? -1 : bytes.length;
    } catch (IOException e) {
      // Not an error of this connection: nobody shall wait for an answer.
      throw new BodyException(e);
    } finally {
      buffer.limit(limit);
    }
  }

  private byte[] head(HttpRequest request, long length) {
    StringBuilder text = new StringBuilder(512);
    HttpMethod method = request.getHttpMethod();
    String file = request.getUrl().getFile();
    text.append(method).append(' ').append(file.isEmpty() ? "/" : file).append(" HTTP/1.1\r\n");
    text.append("Host: ").append(origin.header()).append("\r\n");
    for (HttpHeader header : request.getHeaders()) {
      String name = header.getName();
      if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Host")) {
        for (String value : header.getValuesList()) {
          text.append(name).append(": ").append(checked(name, value)).append("\r\n");
        }
      }
    }
    if (length > 0 || method == HttpMethod.PUT || method == HttpMethod.POST) {
      text.append("Content-Length: ").append(length).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A line break in a value would end its header, and whatever follows would be another. */
  private static String checked(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\r' || c == '\n' || c == 0 || c > 0xff) {
        throw new IllegalArgumentException("the value of header " + name + " cannot be sent");
      }
    }
    return value;
  }

  private ByteBuffer out() {
    if (out == null) {
      out = ByteBuffer.allocateDirect(OUT_BYTES);
    }
    return out;
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      wire.write(bytes);
      touch();
    }
  }

  /** The next byte, or -1 at the end. */
  int readByte() throws IOException {
    if (!in.hasRemaining()) {
      in.clear();
      int count = wire.read(in);
      touch();
      in.flip();
      if (count < 0) {
        return -1;
      }
    }
    return in.get() & 0xff;
  }

  /** Some bytes, at least one and at most {@code most}, or -1 at the end. */
  int read(ByteBuffer target, long most) throws IOException {
    int limit = target.limit();
    int room = (int) Math.min(target.remaining(), most);
    try {
      if (in.hasRemaining()) {
        int count = Math.min(room, in.remaining());
        int end = in.limit();
        target.put(in.limit(in.position() + count));
        in.limit(end);
        return count;
      }
      int count = wire.read(target.limit(target.position() + room));
      touch();
      return count;
    } catch (IOException e) {
      throw explained(e);
    } finally {
      target.limit(limit);
    }
  }

  private IOException explained(IOException e) {
    if (!timedOut) {
      return e;
    }
    SocketTimeoutException silence =
        new SocketTimeoutException(
            "nothing moved for " + pool.timeouts().silence().toSeconds() + " seconds");
    silence.initCause(e);
    return silence;
  }

  /** A failure of the content to send. */
  private static final class BodyException extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException failure;

    BodyException(IOException failure) {
      super(failure);
      this.failure = failure;
    }

    IOException failure() {
      return failure;
    }
  }
}
