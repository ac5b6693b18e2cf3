package io.lepton.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** One connection, used by one request at a time. */
final class Connection {
  /** Room for a head and a small body. */
  private static final int OUT_BYTES = 16 << 10;

  /** The same, and more than a record of TLS takes. */
  private static final int IN_BYTES = 20 << 10;

  private static final long PROBE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long a server is waited for that was asked first. */
  private static final int ASKING_MILLIS = 1000;

  private final ConnectionPool pool;
  private final Origin origin;
  private final TlsContext.Source tls;
  private final Optional<Proxies.Proxy> proxy;
  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES).limit(0);
  private @Nullable ByteBuffer out;
  private Wire wire;
  private boolean reused;
  private boolean justUsed;
  private boolean heard;
  private volatile boolean connected;
  private volatile long sinceNanos = System.nanoTime();
  private volatile boolean working = true;
  private volatile boolean timedOut;

  Connection(ConnectionPool pool, Origin origin, TlsContext.Source tls) throws IOException {
    this.pool = pool;
    this.origin = origin;
    this.tls = tls;
    this.proxy = pool.proxies().to(origin);
    this.channel = SocketChannel.open();
    this.wire = new Wire.Plain(channel);
  }

  Origin origin() {
    return origin;
  }

  void connect() throws IOException {
    Origin next = proxy.map(Proxies.Proxy::origin).orElse(origin);
    InetSocketAddress address = new InetSocketAddress(next.host(), next.port());
    if (address.isUnresolved()) {
      throw new UnknownHostException(next.host());
    }
    sinceNanos = System.nanoTime();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(address, (int) pool.timeouts().connect().toMillis());
      if (origin.secure()) {
        if (proxy.isPresent()) {
          tunnel(proxy.get());
        }
        wire = TlsChannel.over(channel, engine(), pool.bulk());
      }
    } catch (IOException e) {
      throw unasked(next, e);
    }
    connected = true;
    touch();
  }

  /** What {@code failure} is called where {@code next} was told nothing of a request yet. */
  private IOException unasked(Origin next, IOException failure) {
    // Not to be taken for a silent answer: nothing was asked yet.
    if (timedOut || failure instanceof SocketTimeoutException) {
      return unreachable(next.header() + " does not answer", failure);
    }
    if (failure instanceof ClosedChannelException || Thread.currentThread().isInterrupted()) {
      return explained(failure);
    }
    UntrustedServerException untrusted = UntrustedServerException.of(origin, failure);
    return untrusted == null
        ? unreachable(next.header() + ": " + failure.getMessage(), failure)
        : untrusted;
  }

  /** A client that wants {@code origin} to prove that it is that. */
  private SSLEngine engine() throws SSLException {
    SSLContext context;
    try {
      context = tls.get();
    } catch (GeneralSecurityException e) {
      throw new SSLException("TLS cannot be used: " + e.getMessage(), e);
    }
    SSLEngine engine = context.createSSLEngine(origin.host(), origin.port());
    engine.setUseClientMode(true);
    SSLParameters parameters;
    try {
      parameters = engine.getSSLParameters();
    } catch (IllegalArgumentException e) {
      // Conscrypt knows no name with an underscore, such as old buckets have.
      throw new SSLException(e.getMessage(), e);
    }
    // Without this the certificate may be anybody's.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setCipherSuites(TlsContext.allowed(parameters.getCipherSuites()));
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static ConnectException unreachable(String why, IOException cause) {
    ConnectException unreachable = new ConnectException(why);
    unreachable.initCause(cause);
    return unreachable;
  }

  /** Has the proxy pass everything on from now (RFC 9110, 9.3.6). */
  private void tunnel(Proxies.Proxy through) throws IOException {
    String host = origin.host() + ":" + origin.port();
    StringBuilder head = new StringBuilder("CONNECT ").append(host).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(host).append("\r\n");
    through
        .authorization()
        .ifPresent(by -> head.append("Proxy-Authorization: ").append(by).append("\r\n"));
    writeAll(
        startWith(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1)).flip());
    ResponseHead answer = ResponseHead.read(this);
    if (answer.status() / 100 != 2 || in.hasRemaining()) {
      throw new IOException("the proxy refuses to connect to " + host + ": " + answer.status());
    }
  }

  /** Is idle no more. */
  void wake() {
    justUsed = System.nanoTime() - sinceNanos < PROBE_AFTER_NANOS;
    working = true;
    reused = true;
    touch();
  }

  /** Whether the other end has not hung up on this connection, which was idle. */
  boolean serves() {
    try {
      // An idle connection has nothing to say; an end, or anything else, is the end of it. The end
      // is dearer to see, and seldom soon.
      if (channel.socket().getInputStream().available() > 0) {
        return false;
      }
      if (justUsed) {
        return true;
      }
      channel.configureBlocking(false);
      try {
        return channel.read(ByteBuffer.allocate(1)) == 0;
      } finally {
        channel.configureBlocking(true);
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the other end had closed this connection before it heard of the last request. */
  boolean wasStale() {
    return reused && !heard && !timedOut && !Thread.currentThread().isInterrupted();
  }

  /** Something moved, which tells nothing of a connection that does not stand yet. */
  private void touch() {
    if (connected) {
      sinceNanos = System.nanoTime();
    }
  }

  void closeIfOverdue(long nowNanos) {
    if (nowNanos - sinceNanos > mostNanos()) {
      timedOut = working;
      if (working) {
        abandon();
      } else {
        end();
      }
    }
  }

  private long mostNanos() {
    Timeouts timeouts = pool.timeouts();
    Duration most = working ? timeouts.silence() : timeouts.idle();
    return (connected ? most : timeouts.connect()).toNanos();
  }

  /** Closes the connection, which no thread is at but this one, if any. */
  void end() {
    pool.forget(this);
    try {
      wire.close();
    } catch (IOException e) {
      // It is of no use any more in any case.
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
    // What nobody asked for would be taken for the next answer.
    if (in.hasRemaining() || wire.spent()) {
      end();
      return;
    }
    working = false;
    touch();
    pool.giveBack(this);
  }

  HttpResponse exchange(HttpRequest request) throws IOException {
    heard = false;
    try {
      ByteBuffer buffer = startWith(head(request));
      ResponseHead refusal = null;
      if (request.asksFirst() && request.body() != null) {
        writeAll(buffer.flip());
        buffer.clear();
        refusal = refusal();
      }
      IOException unsent = refusal == null ? sendUnlessRefused(request.body(), buffer) : null;
      ResponseHead head;
      try {
        head = refusal == null ? ResponseHead.read(this) : refusal;
      } catch (IOException e) {
        throw unsent == null ? e : unsent;
      }
      boolean reusable = unsent == null && refusal == null && head.keepsAlive();
      return new HttpResponse(
          head.status(),
          head.headers(),
          new ResponseBody(this, head.framing(request.method()), reusable));
    } catch (BodyException e) {
      throw e.failure();
    } catch (IOException e) {
      throw explained(e);
    }
  }

  private ByteBuffer startWith(byte[] head) throws IOException {
    if (head.length > BulkBuffers.FULL_BYTES) {
      throw new IOException("the head of the request has " + head.length + " bytes");
    }
    ByteBuffer buffer = out;
    if (buffer == null || head.length > buffer.capacity()) {
      buffer = ByteBuffer.allocateDirect(Math.max(OUT_BYTES, head.length));
      out = buffer;
    }
    return buffer.clear().put(head);
  }

  private byte[] head(HttpRequest request) {
    StringBuilder text = new StringBuilder(1024);
    String method = request.method();
    text.append(method).append(' ');
    if (proxy.isPresent() && !origin.secure()) {
      text.append("http://").append(origin.header());
    }
    text.append(request.target()).append(" HTTP/1.1\r\n");
    text.append("Host: ").append(origin.header()).append("\r\n");
    request.headers().appendTo(text);
    if (!origin.secure()) {
      proxy
          .flatMap(Proxies.Proxy::authorization)
          .ifPresent(by -> text.append("Proxy-Authorization: ").append(by).append("\r\n"));
    }
    RequestBody body = request.body();
    if (body != null || method.equals("PUT") || method.equals("POST")) {
      text.append("Content-Length: ").append(body == null ? 0 : body.sizeBytes()).append("\r\n");
    }
    if (body != null && request.asksFirst()) {
      text.append("Expect: 100-continue\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The final answer of a server that was asked first and wants no body; null if it wants it. */
  private @Nullable ResponseHead refusal() throws IOException {
    in.clear();
    int count;
    try {
      count = wire.read(in, ASKING_MILLIS);
    } catch (SocketTimeoutException e) {
      return null;
    } finally {
      in.flip();
    }
    if (count < 0) {
      throw new EOFException("the connection was closed before the answer was complete");
    }
    ResponseHead head = ResponseHead.readInterim(this);
    return head.status() < 200 ? null : head;
  }

  /** Sends the rest; an error of the connection is kept, for the answer may tell more. */
  private @Nullable IOException sendUnlessRefused(@Nullable RequestBody body, ByteBuffer buffer)
      throws IOException {
    try {
      if (body == null || body.sizeBytes() == 0) {
        writeAll(buffer.flip());
      } else {
        sendBody(body, buffer);
      }
      return null;
    } catch (BodyException e) {
      throw e;
    } catch (IOException e) {
      if (timedOut || Thread.currentThread().isInterrupted() || !channel.isOpen()) {
        throw e;
      }
      return e;
    }
  }

  private void sendBody(RequestBody body, ByteBuffer start) throws IOException {
    ByteBuffer many = body.sizeBytes() > start.remaining() ? pool.bulk().borrow() : null;
    if (many == null) {
      sendThrough(start, body);
      return;
    }
    try {
      sendThrough(many.put(start.flip()), body);
    } finally {
      pool.bulk().giveBack(many);
    }
  }

  private void sendThrough(ByteBuffer buffer, RequestBody body) throws IOException {
    int full = Math.min(BulkBuffers.FULL_BYTES, buffer.capacity());
    long left = body.sizeBytes();
    while (left > 0) {
      while (left > 0 && buffer.position() < full) {
        int count = read(body, buffer, (int) Math.min(buffer.remaining(), left));
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

  private int read(RequestBody body, ByteBuffer buffer, int room) throws IOException {
    int limit = buffer.limit();
    // The source of the body may be slow, which is no silence of this connection.
    working = true;
    touch();
    try {
      return body.read(buffer.limit(buffer.position() + room));
    } catch (IOException e) {
      // Not an error of this connection: nobody shall wait for an answer.
      throw new BodyException(e);
    } finally {
      buffer.limit(limit);
      touch();
    }
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      wire.write(bytes);
      touch();
    }
  }

  /**
   * The next line without its end.
   *
   * @throws IOException when it is longer than the buffer
   */
  String line() throws IOException {
    int scanned = in.position();
    while (true) {
      for (int i = scanned; i < in.limit(); i++) {
        if (in.get(i) == '\n') {
          byte[] bytes = new byte[i - in.position()];
          in.get(bytes).get();
          int end = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? 1 : 0;
          return new String(bytes, 0, bytes.length - end, StandardCharsets.ISO_8859_1);
        }
      }
      in.compact();
      scanned = in.position();
      if (!in.hasRemaining()) {
        in.flip();
        throw new IOException("a line of the answer is longer than " + in.capacity());
      }
      int count;
      try {
        count = wire.read(in);
      } finally {
        in.flip();
      }
      touch();
      if (count < 0) {
        throw new EOFException("the connection was closed before the answer was complete");
      }
      heard = true;
    }
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
    } finally {
      target.limit(limit);
    }
  }

  /** What {@code failure} of this connection is called. */
  IOException explained(IOException failure) {
    IOException called;
    if (timedOut) {
      long seconds = pool.timeouts().silence().toSeconds();
      called = new SocketTimeoutException("nothing moved for " + seconds + " seconds");
    } else if (Thread.currentThread().isInterrupted()
        && !(failure instanceof ClosedByInterruptException)) {
      // A read within a time tells of a closed socket alone.
      called = new ClosedByInterruptException();
    } else {
      return failure;
    }
    called.initCause(failure);
    return called;
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
