package io.lepton.testkit.wire;

import io.lepton.testkit.wire.WireFault.Delivery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client's connection, with a connection of its own to the server. Runs on one thread. */
final class ProxyConnection implements Runnable {
  private static final long TRUSTED_IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final FaultProxy proxy;
  private final Wire client;
  private @Nullable Wire server;
  private long serverUsedNanos;

  ProxyConnection(FaultProxy proxy, Wire client) {
    this.proxy = proxy;
    this.client = client;
  }

  @Override
  public void run() {
    try {
      boolean goesOn;
      do {
        Optional<HttpHead> head = client.readHead();
        goesOn = head.isPresent() && exchange(head.get());
      } while (goesOn);
    } catch (IOException e) {
      // One of the two went away, or the proxy closes: the other end learns it by the close.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      proxy.ended(client);
      if (server != null) {
        proxy.ended(server);
      }
    }
  }

  /** Serves one request; false when the connection is over. */
  private boolean exchange(HttpHead head) throws IOException, InterruptedException {
    WireFault fault = proxy.arrived(head).orElse(null);
    Duration latency = proxy.latency();
    if (!latency.isZero()) {
      TimeUnit.NANOSECONDS.sleep(latency.toNanos());
    }
    if (fault instanceof WireFault.Delay delay) {
      TimeUnit.NANOSECONDS.sleep(delay.time().toNanos());
    } else if (fault instanceof WireFault.Silence) {
      client.awaitEnd();
      return false;
    } else if (fault instanceof WireFault.Cut cut && cut.delivery() == Delivery.WITHHELD) {
      client.reset();
      return false;
    } else if (fault instanceof WireFault.Answer answer && answer.delivery() == Delivery.WITHHELD) {
      return answerAlone(head, answer);
    }
    return deliver(head, fault);
  }

  private boolean answerAlone(HttpHead head, WireFault.Answer answer) throws IOException {
    // A client that waits for leave to send its body must not be read for it.
    boolean ends = head.expectsContinue() || head.closes();
    if (!head.expectsContinue()) {
      client.relay(head.requestBodyLength(), Sink.NOWHERE, BodyTap.open());
    }
    write(answer, head.method(), ends);
    return !ends;
  }

  private boolean deliver(HttpHead head, @Nullable WireFault fault) throws IOException {
    Wire to = server();
    Sink sink = new WhileItListens(to);
    sink.write(Wire.latin(head.text()));
    if (head.expectsContinue()) {
      sink.flush();
      HttpHead first = nextHead(to);
      if (first.status() != 100) {
        passAnswer(head, first, to, fault);
        return false;
      }
      client.write(Wire.latin(first.text()));
      client.flush();
    }
    BodyTap tap =
        fault instanceof WireFault.CutRequest cut
            ? BodyTap.stopping(cut.afterBytes())
            : fault instanceof WireFault.FlipRequest flip
                ? BodyTap.flipping(flip.position())
                : BodyTap.open();
    boolean whole = client.relay(head.requestBodyLength(), sink, tap);
    sink.flush();
    if (!whole) {
      to.close();
      client.reset();
      return false;
    }
    HttpHead answer = nextHead(to);
    while (answer.status() < 200) {
      client.write(Wire.latin(answer.text()));
      client.flush();
      answer = nextHead(to);
    }
    return passAnswer(head, answer, to, fault) && !head.closes();
  }

  private static HttpHead nextHead(Wire from) throws IOException {
    return from.readHead().orElseThrow(() -> new IOException("the server gave no answer"));
  }

  private boolean passAnswer(
      HttpHead request, HttpHead answer, Wire from, @Nullable WireFault fault) throws IOException {
    long length = answer.answerBodyLength(request.method());
    boolean ends = answer.closes() || length == HttpHead.TO_THE_END;
    if (fault instanceof WireFault.Cut || fault instanceof WireFault.Answer) {
      from.relay(length, Sink.NOWHERE, BodyTap.open());
      if (fault instanceof WireFault.Answer instead) {
        write(instead, request.method(), ends);
        return !ends;
      }
      client.reset();
      return false;
    }
    HttpHead head = proxy.relocated(answer);
    BodyTap tap = BodyTap.open();
    if (fault instanceof WireFault.ShortenAnswer shorter && length > shorter.toBytes()) {
      head = head.with("Content-Length", Long.toString(shorter.toBytes()));
      tap = BodyTap.swallowing(shorter.toBytes());
    } else if (fault instanceof WireFault.CutAnswer cut) {
      tap = BodyTap.stopping(cut.afterBytes());
    } else if (fault instanceof WireFault.StallAnswer stall) {
      tap = BodyTap.stopping(stall.afterBytes());
    } else if (fault instanceof WireFault.FlipAnswer flip) {
      tap = BodyTap.flipping(flip.position());
    }
    client.write(Wire.latin(head.text()));
    boolean whole = from.relay(length, client, tap);
    client.flush();
    if (!whole && fault instanceof WireFault.StallAnswer) {
      client.awaitEnd();
    }
    serverUsedNanos = System.nanoTime();
    return whole && !ends;
  }

  private void write(WireFault.Answer answer, String method, boolean ends) throws IOException {
    StringBuilder head =
        new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" Fault\r\n");
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    head.append(String.format(Locale.ROOT, "Content-Length: %d\r\n", body.length));
    head.append(ends ? "Connection: close\r\n\r\n" : "\r\n");
    client.write(Wire.latin(head.toString()));
    if (!method.equals("HEAD")) {
      client.write(ByteBuffer.wrap(body));
    }
    client.flush();
  }

  private Wire server() throws IOException {
    Wire open = server;
    if (open != null && System.nanoTime() - serverUsedNanos > TRUSTED_IDLE_NANOS && open.ended()) {
      proxy.ended(open);
      open = null;
    }
    if (open == null) {
      open = proxy.connect();
      server = open;
    }
    return open;
  }

  /**
   * A server that answers early and closes gets no more bytes, and its answer is still passed on.
   */
  private static final class WhileItListens implements Sink {
    private final Wire wire;
    private boolean listens = true;

    WhileItListens(Wire wire) {
      this.wire = wire;
    }

    @Override
    public void write(ByteBuffer bytes) {
      if (listens) {
        try {
          wire.write(bytes);
        } catch (IOException e) {
          listens = false;
        }
      }
    }

    @Override
    public void flush() {
      if (listens) {
        try {
          wire.flush();
        } catch (IOException e) {
          listens = false;
        }
      }
    }
  }
}
