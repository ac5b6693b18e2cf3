package io.lepton.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BlockingHttpClientTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  final BlockingHttpClient client = new BlockingHttpClient(Timeouts.standard());

  /** A server of the kind that this test is about. */
  ScriptedServer serve(ScriptedServer.Script script) {
    return new ScriptedServer(script);
  }

  /** More than it takes to connect. */
  Duration silence() {
    return Duration.ofMillis(100);
  }

  @AfterEach
  void close() {
    client.close();
  }

  static String text(HttpResponse response) throws IOException {
    try (response) {
      return new String(response.stream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  static HttpRequest get(ScriptedServer server) {
    return new HttpRequest("GET", server.origin(), "/a?b=c").header("X-One", "1");
  }

  static HttpRequest put(ScriptedServer server, String body) {
    return new HttpRequest("PUT", server.origin(), "/a")
        .body(RequestBody.of(ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1))));
  }

  @Test
  void oneConnectionServesManyRequests() throws Exception {
    BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              while (true) {
                heads.add(talk.head());
                talk.say(HELLO);
              }
            })) {
      for (int i = 0; i < 3; i++) {
        HttpResponse response = client.send(get(server));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().value("content-length")).isEqualTo("5");
        assertThat(text(response)).isEqualTo("hello");
      }
      assertThat(server.connections()).isOne();
      assertThat(heads.take())
          .startsWith("GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:")
          .contains("\r\nX-One: 1\r\n")
          .doesNotContain("Content-Length");
    }
  }

  @Test
  void chunksAreJoinedAndTheConnectionServesAgain() throws Exception {
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              talk.head();
              talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              talk.say("3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: t\r\n\r\n");
              talk.head();
              talk.say(HELLO).awaitEnd();
            })) {
      assertThat(text(client.send(get(server)))).isEqualTo("hello");
      assertThat(text(client.send(get(server)))).isEqualTo("hello");
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void manyConnectionsTakeLittleMemory() throws Exception {
    int count = 50;
    CountDownLatch all = new CountDownLatch(count);
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              talk.head();
              all.countDown();
              all.await();
              talk.say(HELLO).awaitEnd();
            })) {
      long before = directBytes();
      ExecutorService workers = Executors.newFixedThreadPool(count);
      try {
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          answers.add(workers.submit(() -> text(client.send(get(server)))));
        }
        for (Future<String> answer : answers) {
          assertThat(answer.get()).isEqualTo("hello");
        }
      } finally {
        workers.shutdownNow();
      }
      assertThat(server.connections()).isEqualTo(count);
      assertThat(directBytes() - before).isLessThan(count * 150_000L);
    }
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void muchIsMovedWithRoomForItAndWithout(boolean room) throws Exception {
    String content = "0123456789".repeat(100_000);
    try (ConnectionPool pool = new ConnectionPool(Timeouts.standard(), Proxies.none());
        ScriptedServer server =
            serve(
                (number, talk) -> {
                  talk.head();
                  talk.say("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
                  talk.say(talk.body(1_000_000)).awaitEnd();
                })) {
      while (!room && pool.bulk().borrow() != null) {
        // Nobody gives it back.
      }
      HttpResponse response = pool.connect(server.origin()).exchange(put(server, content));
      assertThat(text(response)).isEqualTo(content);
    }
  }

  @Test
  void aBodyThatEndsEarlyIsAnError() throws Exception {
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              talk.head();
              talk.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello");
            })) {
      HttpResponse response = client.send(get(server));
      assertThatThrownBy(() -> text(response)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aReadThatMeetsAConnectionClosedMeanwhileIsSentOnAFreshOne() throws Exception {
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              talk.head();
              talk.say(HELLO);
              if (number == 1) {
                talk.head(); // Hangs up on the second request.
              } else {
                talk.awaitEnd();
              }
            })) {
      assertThat(text(client.send(get(server)))).isEqualTo("hello");
      assertThat(text(client.send(get(server)))).isEqualTo("hello");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void whatIsSaidBetweenTwoRequestsIsNoAnswerToTheSecond() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch said = new CountDownLatch(1);
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              talk.socket().setTcpNoDelay(true); // It is there when it is said.
              talk.head();
              talk.say(HELLO);
              if (number == 1) {
                answered.await();
                talk.say(HELLO.replace("hello", "wrong"));
                said.countDown();
              }
              talk.awaitEnd();
            })) {
      assertThat(text(client.send(get(server)))).isEqualTo("hello");
      answered.countDown();
      said.await();
      assertThat(text(client.send(get(server)))).isEqualTo("hello");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void aWriteIsSentOnceOnly() throws Exception {
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              talk.head();
              talk.body(2);
              talk.say(HELLO);
              talk.head();
            })) {
      assertThat(text(client.send(put(server, "ab")))).isEqualTo("hello");
      assertThatThrownBy(() -> client.send(put(server, "ab"))).isInstanceOf(IOException.class);
      assertThat(server.connections()).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE"})
  void whatMayChangeSomethingWithoutABodyIsSentOnceOnly(String method) throws Exception {
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              talk.head();
              talk.say(HELLO).head();
            })) {
      assertThat(text(client.send(get(server)))).isEqualTo("hello");
      HttpRequest change = new HttpRequest(method, server.origin(), "/a");
      assertThatThrownBy(() -> client.send(change)).isInstanceOf(IOException.class);
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void anAnswerThatNeverCameIsNotAskedForAgain() throws Exception {
    try (ScriptedServer server = serve((number, talk) -> talk.head())) {
      assertThatThrownBy(() -> client.send(get(server))).isInstanceOf(EOFException.class);
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void aServerThatIsAskedFirstGetsTheBodyWhenItWantsIt() throws Exception {
    CompletableFuture<String> got = new CompletableFuture<>();
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              String head = talk.head();
              talk.say("HTTP/1.1 100 Continue\r\n\r\n");
              got.complete(head + talk.body(4));
              talk.say(HELLO).awaitEnd();
            })) {
      assertThat(text(client.send(put(server, "body").askingFirst()))).isEqualTo("hello");
      assertThat(got.get())
          .contains("Expect: 100-continue\r\n")
          .contains("Content-Length: 4\r\n")
          .endsWith("\r\n\r\nbody");
    }
  }

  @Test
  void aServerThatIsAskedFirstAndRefusesGetsNoBody() throws Exception {
    CompletableFuture<String> rest = new CompletableFuture<>();
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              talk.head();
              talk.say("HTTP/1.1 412 No\r\nContent-Length: 5\r\n\r\nno no");
              rest.complete(talk.body(4));
            })) {
      HttpResponse response = client.send(put(server, "body").askingFirst());
      assertThat(response.status()).isEqualTo(412);
      assertThat(text(response)).isEqualTo("no no");
      assertThat(rest.get()).isEmpty();
    }
  }

  @Test
  void aServerThatDoesNotAnswerWhenAskedGetsTheBody() throws Exception {
    CompletableFuture<String> got = new CompletableFuture<>();
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              talk.head();
              got.complete(talk.body(4));
              talk.say("HTTP/1.1 100 Continue\r\n\r\n").say(HELLO).awaitEnd();
            })) {
      assertThat(text(client.send(put(server, "body").askingFirst()))).isEqualTo("hello");
      assertThat(got.get()).isEqualTo("body");
    }
  }

  @Test
  void theErrorOfTheContentIsToldAsItIs() throws Exception {
    try (ScriptedServer server = serve((number, talk) -> talk.awaitEnd())) {
      IOException broken = new IOException("the disk is gone");
      RequestBody body =
          new RequestBody() {
            @Override
            public long sizeBytes() {
              return 3;
            }

            @Override
            public int read(ByteBuffer target) throws IOException {
              Thread.currentThread().interrupt();
              throw broken;
            }
          };
      assertThatThrownBy(
              () -> client.send(new HttpRequest("PUT", server.origin(), "/a").body(body)))
          .isSameAs(broken);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anInterruptEndsTheWaitForAnAnswer(boolean asksFirst) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              talk.head();
              asked.countDown();
              talk.awaitEnd();
            })) {
      HttpRequest request = asksFirst ? put(server, "body").askingFirst() : get(server);
      assertThat(interrupted(asked, request)).isInstanceOf(ClosedByInterruptException.class);
    }
  }

  @Test
  void anInterruptEndsTheWaitForAConnection() throws Exception {
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      fill(full, waiting);
      Origin origin = new Origin(false, "127.0.0.1", full.getLocalPort());
      assertThat(interrupted(new CountDownLatch(0), new HttpRequest("GET", origin, "/")))
          .isInstanceOf(ClosedByInterruptException.class);
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  /** How a request fails whose thread is interrupted then. */
  private Throwable interrupted(CountDownLatch when, HttpRequest request) throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread sender =
        new Thread(
            () -> {
              try {
                client.send(request).close();
                failure.complete(new AssertionError("it was answered"));
              } catch (IOException | RuntimeException e) {
                failure.complete(e);
              }
            });
    sender.start();
    assertThat(when.await(50, TimeUnit.SECONDS)).isTrue();
    sender.interrupt();
    return failure.get();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n"})
  void silenceBetweenChunksIsATimeout(String some) throws Exception {
    Timeouts impatient = new Timeouts(Duration.ofSeconds(20), silence(), Duration.ofSeconds(20));
    try (ScriptedServer server =
            serve(
                (number, talk) -> {
                  talk.head();
                  talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + some);
                  talk.awaitEnd();
                });
        BlockingHttpClient hasty = new BlockingHttpClient(impatient);
        HttpResponse response = hasty.send(get(server))) {
      assertThatThrownBy(() -> text(response)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void silenceIsATimeout() throws Exception {
    Timeouts impatient = new Timeouts(Duration.ofSeconds(20), silence(), Duration.ofSeconds(20));
    try (ScriptedServer server = serve((number, talk) -> talk.awaitEnd());
        BlockingHttpClient hasty = new BlockingHttpClient(impatient)) {
      assertThatThrownBy(() -> hasty.send(get(server))).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void whoSaysNothingBeforeTheRequestCanBeSentIsNoSilentOne() throws Exception {
    Timeouts impatient =
        new Timeouts(Duration.ofMillis(200), Duration.ofMinutes(9), Duration.ofSeconds(20));
    try (ScriptedServer server = new ScriptedServer((number, talk) -> talk.awaitEnd())) {
      Optional<Proxies.Proxy> proxy =
          Optional.of(new Proxies.Proxy(server.origin(), Optional.empty()));
      HttpRequest far = new HttpRequest("PUT", new Origin(true, "far.example", 443), "/");
      HttpRequest near =
          new HttpRequest("PUT", new Origin(true, "127.0.0.1", server.origin().port()), "/");
      try (BlockingHttpClient hasty = new BlockingHttpClient(impatient);
          BlockingHttpClient led =
              new BlockingHttpClient(impatient, new Proxies(proxy, Optional.empty(), List.of()))) {
        assertThatThrownBy(() -> hasty.send(near))
            .isInstanceOf(ConnectException.class)
            .hasMessage(server.origin().header() + " does not answer");
        assertThatThrownBy(() -> led.send(far))
            .isInstanceOf(ConnectException.class)
            .hasMessage(server.origin().header() + " does not answer");
      }
    }
  }

  @Test
  void aServerThatRefusesTheConnectionIsNamed() throws Exception {
    ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    gone.close();
    Origin origin = new Origin(false, "127.0.0.1", gone.getLocalPort());
    assertThatThrownBy(() -> client.send(new HttpRequest("GET", origin, "/")))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining(origin.header());
  }

  @Test
  void aServerThatTakesNoConnectionIsNoSilentOne() throws Exception {
    Timeouts impatient =
        new Timeouts(Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofSeconds(20));
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        BlockingHttpClient hasty = new BlockingHttpClient(impatient)) {
      fill(full, waiting);
      Origin origin = new Origin(false, "127.0.0.1", full.getLocalPort());
      assertThatThrownBy(() -> hasty.send(new HttpRequest("GET", origin, "/")))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("127.0.0.1:" + full.getLocalPort());
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  /** Has {@code server} take no more connections. */
  private static void fill(ServerSocket server, List<SocketChannel> waiting) throws IOException {
    for (int i = 0; i < 8; i++) {
      SocketChannel channel = SocketChannel.open();
      waiting.add(channel);
      channel.configureBlocking(false);
      channel.connect(server.getLocalSocketAddress());
    }
  }

  @Test
  void aLineBreakInAHeaderIsRefused() throws Exception {
    try (ScriptedServer server = serve((number, talk) -> talk.awaitEnd())) {
      assertThatThrownBy(() -> get(server).header("X-Two", "2\r\nX-Three: 3"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("X-Two");
    }
  }
}
