package io.lepton.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an answer ends, and on which connection the next request goes. */
@Timeout(60)
class AnswerFramingTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final BlockingHttpClient client = new BlockingHttpClient(Timeouts.standard());

  @AfterEach
  void close() {
    client.close();
  }

  /** Says {@code answers} one after the other, and waits then. */
  private static ScriptedServer.Script answering(String... answers) {
    return (number, talk) -> {
      for (String answer : answers) {
        talk.head();
        talk.say(answer);
      }
      talk.awaitEnd();
    };
  }

  private static HttpRequest request(String method, ScriptedServer server) {
    return new HttpRequest(method, server.origin(), "/a");
  }

  private String get(ScriptedServer server) throws IOException {
    return BlockingHttpClientTest.text(client.send(request("GET", server)));
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, 200, Content-Length: 7",
    "HEAD, 200, Transfer-Encoding: chunked",
    "HEAD, 200, X-No: length",
    "DELETE, 204, X-No: length",
    "GET, 304, Content-Length: 7",
    "PUT, 200, Content-Length: 0"
  })
  void anAnswerWithoutABodyEndsWithItsHead(String method, int status, String header)
      throws Exception {
    String bare = "HTTP/1.1 " + status + " so\r\n" + header + "\r\n\r\n";
    try (ScriptedServer server = new ScriptedServer(answering(bare, HELLO))) {
      HttpResponse response = client.send(request(method, server));
      assertThat(response.status()).isEqualTo(status);
      assertThat(BlockingHttpClientTest.text(response)).isEmpty();
      assertThat(get(server)).isEqualTo("hello");
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void anAnswerOfNoLengthEndsWithItsConnection() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (number, talk) -> {
              talk.head();
              talk.say("HTTP/1.1 200 OK\r\n\r\nhello");
            })) {
      assertThat(get(server)).isEqualTo("hello");
      assertThat(get(server)).isEqualTo("hello");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, Connection: close, 2",
    "1.1, Connection: Close, 2",
    "1.1, Connection: keep-alive, 1",
    "1.0, Connection: keep-alive, 1",
    "1.0, Connection: upgrade, 2",
    "1.0, X-No: word, 2"
  })
  void theNextRequestGoesWhereTheServerListens(String protocol, String header, int connections)
      throws Exception {
    String answer =
        "HTTP/" + protocol + " 200 OK\r\n" + header + "\r\nContent-Length: 5\r\n\r\nhello";
    try (ScriptedServer server = new ScriptedServer(answering(answer, answer))) {
      assertThat(get(server)).isEqualTo("hello");
      assertThat(get(server)).isEqualTo("hello");
      assertThat(server.connections()).isEqualTo(connections);
    }
  }

  @Test
  void interimAnswersAreNotTheAnswer() throws Exception {
    String interim = "HTTP/1.1 103 Early Hints\r\nContent-Length: 9\r\n\r\n";
    try (ScriptedServer server =
        new ScriptedServer(answering("HTTP/1.1 100 Continue\r\n\r\n" + interim + HELLO, HELLO))) {
      assertThat(get(server)).isEqualTo("hello");
      assertThat(get(server)).isEqualTo("hello");
      assertThat(server.connections()).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "5\r\n",
        "5\r\nhel",
        "5\r\nhello",
        "5\r\nhello\r\n",
        "5\r\nhello\r\n0\r\n"
      })
  void chunksThatEndEarlyAreAnError(String some) throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (number, talk) -> {
              talk.head();
              talk.say(CHUNKED + some);
            })) {
      HttpResponse response = client.send(request("GET", server));
      assertThatThrownBy(() -> BlockingHttpClientTest.text(response))
          .isInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\nhello\r\n0\r\n\r\n",
        "x\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "5\r\nhello world\r\n0\r\n\r\n",
        "5\r\nhello0\r\n\r\n",
        "1000000000000000\r\nhello"
      })
  void chunksThatAreNotAsLongAsTheySayAreAnError(String chunks) throws Exception {
    try (ScriptedServer server = new ScriptedServer(answering(CHUNKED + chunks))) {
      HttpResponse response = client.send(request("GET", server));
      assertThatThrownBy(() -> BlockingHttpClientTest.text(response))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("chunk");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 1-5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000000000\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\n: none\r\n\r\nhello",
        "HTTP/2 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 2000 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 2x0 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 600 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 099 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 20\r\nContent-Length: 5\r\n\r\nhello",
        "hello\r\n\r\n"
      })
  void anAnswerThatCannotBeReadIsAnError(String answer) throws Exception {
    try (ScriptedServer server = new ScriptedServer(answering(answer))) {
      assertThatThrownBy(() -> get(server)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aLineWithoutEndIsAnError() throws Exception {
    String endless = "HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(100_000);
    try (ScriptedServer server = new ScriptedServer(answering(endless))) {
      assertThatThrownBy(() -> get(server))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("longer than");
    }
  }

  @ParameterizedTest
  @CsvSource({"HEAD, Content-Length: 5", "GET, Content-Length: 0", "DELETE, Content-Length: 0"})
  void whatComesWithAnAnswerAndBehindItIsNoAnswerToTheNextRequest(String method, String header)
      throws Exception {
    String empty = "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n";
    String wrong = HELLO.replace("hello", "wrong");
    try (ScriptedServer server =
        new ScriptedServer(
            (number, talk) -> {
              talk.head();
              talk.say(number == 1 ? empty + wrong : HELLO).awaitEnd();
            })) {
      BlockingHttpClientTest.text(client.send(request(method, server)));
      assertThat(get(server)).isEqualTo("hello");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"10000, 1", "1000000, 2"})
  void aShortRestIsReadBeforeTheNextAnswerAndALongOneIsLeft(int rest, int connections)
      throws Exception {
    String full = "HTTP/1.1 200 OK\r\nContent-Length: " + (1 + rest) + "\r\n\r\n";
    String chunked = CHUNKED + Integer.toHexString(1 + rest) + "\r\n";
    for (String answer :
        List.of(full + "x".repeat(1 + rest), chunked + "x".repeat(1 + rest) + "\r\n0\r\n\r\n")) {
      try (ScriptedServer server = new ScriptedServer(answering(answer, HELLO))) {
        try (HttpResponse response = client.send(request("GET", server))) {
          assertThat(response.body().read(ByteBuffer.allocate(1))).isOne();
        }
        try (HttpResponse response = client.send(request("GET", server))) {
          ByteBuffer some = ByteBuffer.allocate(1);
          response.body().read(some);
          assertThat(some.get(0)).isEqualTo((byte) (connections == 1 ? 'h' : 'x'));
        }
        assertThat(server.connections()).isEqualTo(connections);
      }
    }
  }

  @Test
  void aConnectionWhoseBodyWasRefusedTakesNoOtherRequestForIt() throws Exception {
    BlockingQueue<String> first = new LinkedBlockingQueue<>();
    String no = "HTTP/1.1 412 No\r\nContent-Length: 0\r\n\r\n";
    try (ScriptedServer server =
        new ScriptedServer(
            (number, talk) -> {
              talk.head();
              talk.say(number == 1 ? no : HELLO);
              first.add(talk.body(4));
            })) {
      HttpRequest put = BlockingHttpClientTest.put(server, "body").askingFirst();
      assertThat(client.send(put).status()).isEqualTo(412);
      assertThat(get(server)).isEqualTo("hello");
      assertThat(first.take()).isEmpty();
    }
  }

  @Test
  void anAnswerThatComesBeforeTheBodyIsSentIsTold() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (number, talk) -> {
              talk.head();
              talk.say("HTTP/1.1 403 No\r\nContent-Length: 5\r\n\r\nnever");
            })) {
      RequestBody endless = content(1L << 40, Long.MAX_VALUE);
      HttpResponse response = client.send(request("PUT", server).body(endless));
      assertThat(response.status()).isEqualTo(403);
      assertThat(BlockingHttpClientTest.text(response)).isEqualTo("never");
      // Not on the connection that still waits for the rest of the body.
      assertThat(client.send(request("PUT", server)).status()).isEqualTo(403);
    }
  }

  @Test
  void contentThatEndsEarlyIsNotSentAsWhole() throws Exception {
    CompletableFuture<String> got = new CompletableFuture<>();
    try (ScriptedServer server =
        new ScriptedServer(
            (number, talk) -> {
              talk.head();
              got.complete(talk.body(300_000));
              talk.say(HELLO);
            })) {
      HttpRequest put = request("PUT", server).body(content(300_000, 299_999));
      assertThatThrownBy(() -> client.send(put))
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("1 bytes before its announced length");
      assertThat(got.get()).hasSizeLessThan(300_000);
    }
  }

  @Test
  void noMoreIsSentThanIsAnnounced() throws Exception {
    CompletableFuture<String> next = new CompletableFuture<>();
    try (ScriptedServer server =
        new ScriptedServer(
            (number, talk) -> {
              talk.head();
              talk.body(300_000);
              next.complete(talk.say(HELLO).head());
              talk.say(HELLO).awaitEnd();
            })) {
      HttpRequest put = request("PUT", server).body(content(300_000, 600_000));
      assertThat(BlockingHttpClientTest.text(client.send(put))).isEqualTo("hello");
      assertThat(get(server)).isEqualTo("hello");
      assertThat(next.get()).startsWith("GET ");
      assertThat(server.connections()).isOne();
    }
  }

  /** Announces so many bytes and has others. */
  private static RequestBody content(long announcedBytes, long bytes) {
    return new RequestBody() {
      private long left = bytes;

      @Override
      public long sizeBytes() {
        return announcedBytes;
      }

      @Override
      public int read(ByteBuffer target) {
        if (left == 0) {
          return -1;
        }
        byte[] some = new byte[(int) Math.min(left, target.remaining())];
        Arrays.fill(some, (byte) 'x');
        target.put(some);
        left -= some.length;
        return some.length;
      }
    };
  }
}
