package io.lepton.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.testkit.server.TlsIdentity;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All that holds without TLS, over TLS; and what TLS is for. */
@Timeout(60)
class SecureHttpClientTest extends BlockingHttpClientTest {
  private static final int BYTES = 1_000_003;

  @TempDir private static Path folder;
  private static TlsIdentity identity;
  private static TlsIdentity stranger;
  private static SSLContext before;

  @BeforeAll
  static void makeIdentities() throws Exception {
    identity = made("trusted", "dns:localhost", "ip:127.0.0.1", "ip:::1");
    stranger = made("stranger", "dns:localhost", "ip:127.0.0.1");
    before = SSLContext.getDefault();
  }

  /** The TLS that this test is about. */
  SSLContext trusting(KeyStore trusted) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext made = SSLContext.getInstance("TLS");
    made.init(null, factory.getTrustManagers(), null);
    return made;
  }

  @BeforeEach
  void trust() throws Exception {
    trust(identity);
  }

  private void trust(TlsIdentity who) throws GeneralSecurityException, IOException {
    char[] password = TlsIdentity.PASSWORD.toCharArray();
    SSLContext.setDefault(trusting(KeyStore.getInstance(who.trustStore().toFile(), password)));
  }

  private static TlsIdentity made(String name, String... names) throws IOException {
    return TlsIdentity.make(Files.createDirectory(folder.resolve(name)), names);
  }

  @AfterAll
  static void trustAsBefore() {
    SSLContext.setDefault(before);
  }

  @Override
  ScriptedServer serve(ScriptedServer.Script script) {
    return serve(identity, script);
  }

  private static ScriptedServer serve(TlsIdentity who, ScriptedServer.Script script) {
    return new ScriptedServer(who.server().getServerSocketFactory(), script);
  }

  @Override
  Duration silence() {
    return Duration.ofSeconds(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void contentOfManyRecordsArrivesAsItIs(String protocol) throws Exception {
    byte[] content = new byte[BYTES];
    new Random(1).nextBytes(content);
    CompletableFuture<String> spoken = new CompletableFuture<>();
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              SSLSocket socket = (SSLSocket) talk.socket();
              socket.setEnabledProtocols(new String[] {protocol});
              talk.head();
              String body = talk.body(BYTES);
              spoken.complete(socket.getSession().getProtocol());
              talk.say("HTTP/1.1 200 OK\r\nContent-Length: " + BYTES + "\r\n\r\n" + body);
              talk.awaitEnd();
            })) {
      HttpRequest request =
          new HttpRequest("PUT", server.origin(), "/a")
              .body(RequestBody.of(ByteBuffer.wrap(content)));
      try (HttpResponse response = client.send(request)) {
        assertThat(response.stream().readAllBytes()).isEqualTo(content);
      }
      assertThat(spoken.get()).isEqualTo(protocol);
    }
  }

  @Test
  void roomForLessThanARecordIsFilled() throws Exception {
    String content = "0123456789".repeat(5_000);
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              talk.head();
              talk.say("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n" + content).awaitEnd();
            })) {
      StringBuilder got = new StringBuilder();
      try (HttpResponse response = client.send(get(server))) {
        ByteBuffer room = ByteBuffer.allocate(700);
        for (int size = 1; response.body().read(room.clear().limit(size)) >= 0; size = 700) {
          got.append(StandardCharsets.ISO_8859_1.decode(room.flip()));
        }
      }
      assertThat(got.toString()).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void keysAreRenewedOnTheWay(String protocol) throws Exception {
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              SSLSocket socket = (SSLSocket) talk.socket();
              socket.setEnabledProtocols(new String[] {protocol});
              for (int i = 0; i < 3; i++) {
                talk.head();
                socket.startHandshake(); // In TLS 1.3 for new keys alone.
                talk.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
              }
              talk.awaitEnd();
            })) {
      for (int i = 0; i < 3; i++) {
        assertThat(text(client.send(get(server)))).isEqualTo("hello");
      }
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void whomNobodyVouchesForIsRefusedAndToldWhy() throws Exception {
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    try (ScriptedServer server = serve(stranger, (number, talk) -> told.complete(end(talk)))) {
      assertThatThrownBy(() -> client.send(get(server)))
          .isInstanceOf(UntrustedServerException.class)
          .hasMessageContaining(server.origin().header())
          .hasMessageContaining("certification path");
      assertThat(told.get()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void nobodyIsTrustedWhereTheTrustStoreIsEmpty() throws Exception {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    SSLContext.setDefault(trusting(empty));
    try (ScriptedServer server = serve((number, talk) -> talk.head())) {
      assertThatThrownBy(() -> client.send(get(server)))
          .isInstanceOf(UntrustedServerException.class)
          .hasMessageContaining("-Djavax.net.ssl.trustStore");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"keep-alive", "close"})
  void theServerIsToldOfTheEnd(String connection) throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      CompletableFuture<Integer> end = new CompletableFuture<>();
      Thread server =
          new Thread(
              () -> {
                try (SocketChannel near = listener.accept()) {
                  end.complete(endAfterAnswer(near, connection));
                } catch (IOException e) {
                  end.completeExceptionally(e);
                }
              });
      server.start();
      Origin origin = new Origin(true, "127.0.0.1", listener.socket().getLocalPort());
      assertThat(text(client.send(new HttpRequest("GET", origin, "/")))).isEqualTo("hello");
      client.close();
      assertThat(end.get()).isEqualTo(-1);
    }
  }

  /** What a server reads after it answered; JDK's own sockets take a cut for an end. */
  private static int endAfterAnswer(SocketChannel near, String connection) throws IOException {
    SSLEngine engine = identity.server().createSSLEngine();
    engine.setUseClientMode(false);
    TlsChannel secure = TlsChannel.over(near, engine);
    ByteBuffer room = ByteBuffer.allocate(64 << 10);
    secure.read(room);
    String head = "HTTP/1.1 200 OK\r\nConnection: " + connection + "\r\n";
    secure.write(StandardCharsets.ISO_8859_1.encode(head + "Content-Length: 5\r\n\r\nhello"));
    return secure.read(room.clear());
  }

  @Test
  void aConnectionWhoseServerSaidWithItsAnswerThatItEndsServesNoMore() throws Exception {
    CountDownLatch said = new CountDownLatch(1);
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              talk.head();
              talk.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
              if (number == 1) {
                talk.socket().shutdownOutput();
                said.countDown();
              }
              talk.awaitEnd();
            })) {
      // Sends the last byte, and looks for the answer, when all was said.
      RequestBody late = late(BYTES, said);
      HttpRequest first = new HttpRequest("PUT", server.origin(), "/a").body(late);
      assertThat(text(client.send(first))).isEqualTo("hello");
      HttpRequest second = new HttpRequest("PUT", server.origin(), "/b");
      assertThat(text(client.send(second))).isEqualTo("hello");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** Content whose last byte waits for {@code when}. */
  private static RequestBody late(int sizeBytes, CountDownLatch when) {
    return new RequestBody() {
      private int left = sizeBytes;

      @Override
      public long sizeBytes() {
        return sizeBytes;
      }

      @Override
      public int read(ByteBuffer target) throws IOException {
        if (left == 1) {
          try {
            when.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        }
        int count = Math.min(target.remaining(), Math.max(1, left - 1));
        target.position(target.position() + count);
        left -= count;
        return count;
      }
    };
  }

  @Test
  void whatNobodyAskedForIsNoAnswerToTheNextRequest() throws Exception {
    String hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    try (ScriptedServer server =
        serve(
            (number, talk) -> {
              talk.head();
              if (number == 1) {
                String extra = hello.replace("hello", "wrong");
                talk.say("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                talk.say("x".repeat(100_000) + extra).awaitEnd();
              } else {
                talk.say(hello).awaitEnd();
              }
            })) {
      try (HttpResponse response = client.send(get(server))) {
        ByteBuffer room = ByteBuffer.allocate(1_000);
        while (response.body().read(room.clear()) >= 0) {
          // In pieces that are smaller than a record.
        }
      }
      assertThat(text(client.send(get(server)))).isEqualTo("hello");
    }
  }

  /**
   * How it ends for the server: with the client's alert, or with a connection that is closed while
   * it still writes.
   */
  private static Throwable end(ScriptedServer.Talk talk) {
    try {
      talk.head();
      return new AssertionError("the client asked");
    } catch (IOException e) {
      return e;
    }
  }

  @Test
  void whoIsSomebodyElseIsRefused() throws Exception {
    TlsIdentity other = made("other", "dns:elsewhere.example");
    trust(other);
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    try (ScriptedServer server = serve(other, (number, talk) -> told.complete(end(talk)))) {
      assertThatThrownBy(() -> client.send(get(server)))
          .isInstanceOf(UntrustedServerException.class)
          .hasMessageContaining(server.origin().header() + " does not prove to be that");
      assertThat(told.get()).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-keyalg RSA -keysize 2048, TLSv1.2",
    "-keyalg RSA -keysize 2048, TLSv1.3",
    "-keyalg EC -groupname secp384r1, TLSv1.2",
    "-keyalg EC -groupname secp384r1, TLSv1.3"
  })
  void whoeverAnAuthorityVouchesForIsTrusted(String key, String protocol, @TempDir Path made)
      throws Exception {
    TlsIdentity who = TlsIdentity.make(made, key, List.of("ku:c=digitalSignature"), "ip:127.0.0.1");
    trust(who);
    try (ScriptedServer server =
        serve(
            who,
            (number, talk) -> {
              ((SSLSocket) talk.socket()).setEnabledProtocols(new String[] {protocol});
              talk.head();
              talk.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello").awaitEnd();
            })) {
      assertThat(text(client.send(get(server)))).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-keyalg EC, eku=clientAuth, key usage",
    "-keyalg EC, 1.2.3.4.5:c=0500, critical extension",
    "-keyalg EC -startdate -20d, ku=digitalSignature, NotAfter",
    "-keyalg EC -startdate +5d, ku=digitalSignature, NotBefore"
  })
  void whoseCertificateIsNotOfAServerOfTodayIsRefused(
      String key, String extension, String why, @TempDir Path made) throws Exception {
    TlsIdentity who = TlsIdentity.make(made, key, List.of(extension), "ip:127.0.0.1");
    trust(who);
    try (ScriptedServer server = serve(who, (number, talk) -> talk.head())) {
      assertThatThrownBy(() -> client.send(get(server)))
          .isInstanceOf(UntrustedServerException.class)
          .hasMessageContaining(why);
    }
  }

  void isRefusedForItsName(AbstractThrowableAssert<?, ?> refusal) {
    refusal
        .isInstanceOf(UntrustedServerException.class)
        .hasMessageContaining("my_store.example does not prove to be that");
  }

  @Test
  void whoHasANameThatNoCertificateHasIsRefused() throws Exception {
    try (ScriptedServer proxy =
            ScriptedServer.proxyTo(
                identity.server(), new CompletableFuture<>(), (number, talk) -> talk.head());
        BlockingHttpClient led = proxy.clientOfProxy()) {
      Origin far = new Origin(true, "my_store.example", 443);
      isRefusedForItsName(assertThatThrownBy(() -> led.send(new HttpRequest("GET", far, "/"))));
    }
  }

  @Test
  void suitesWithoutForwardSecrecyAreOfferedWhereJavaAllowsThemAlone() {
    String property = "jdk.tls.disabledAlgorithms";
    String forbidden = Security.getProperty(property);
    String[] both = {"TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"};
    try {
      Security.setProperty(property, "SSLv3, ECDH");
      assertThat(TlsContext.allowed(both)).isEqualTo(both);
      Security.setProperty(property, "SSLv3, TLS_RSA_*, ECDH");
      assertThat(TlsContext.allowed(both)).containsExactly("TLS_AES_128_GCM_SHA256");
    } finally {
      Security.setProperty(property, forbidden);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
  void aProxyPassesOnWhatItCannotRead(String host) throws Exception {
    CompletableFuture<String> asked = new CompletableFuture<>();
    try (ScriptedServer proxy =
            ScriptedServer.proxyTo(
                identity.server(),
                asked,
                (number, talk) -> {
                  talk.head();
                  talk.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello").awaitEnd();
                });
        BlockingHttpClient led = proxy.clientOfProxy()) {
      Origin far = new Origin(true, host, 443);
      assertThat(text(led.send(new HttpRequest("GET", far, "/")))).isEqualTo("hello");
      assertThat(asked.get()).startsWith("CONNECT " + host + ":443 HTTP/1.1\r\n");
    }
  }

  /** That {@code script}, which shakes no hands, cannot be connected to. */
  private void isRefused(ScriptedServer.Script script) throws Exception {
    try (ScriptedServer server = new ScriptedServer(script)) {
      Origin origin = new Origin(true, "127.0.0.1", server.origin().port());
      assertThatThrownBy(() -> client.send(new HttpRequest("GET", origin, "/")))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining(origin.header());
    }
  }

  @Test
  void whoSpeaksNoTlsIsRefused() throws Exception {
    isRefused((number, talk) -> talk.say("HTTP/1.1 400 no\r\n\r\n").awaitEnd());
  }

  @Test
  void whoHangsUpInTheHandshakeIsRefused() throws Exception {
    isRefused((number, talk) -> talk.body(1));
  }

  @Test
  void whoResetsTheConnectionInTheHandshakeIsRefused() throws Exception {
    isRefused(
        (number, talk) -> {
          talk.body(1);
          talk.socket().setSoLinger(true, 0);
        });
  }

  @Test
  void whoBeginsWithARecordThatIsTooLongIsRefused() throws Exception {
    isRefused(
        (number, talk) -> {
          talk.say("\u0016\u0003\u0003P\u0000" + "x".repeat(0x5000)).awaitEnd();
        });
  }

  /** Between client and server, with a look at what they say. */
  private interface Meddler {
    /**
     * What is passed on of the record of {@code number} that the server sent; nothing for an end.
     */
    byte[] passed(int number, byte[] record);
  }

  private static void meddle(Socket near, int port, Meddler meddler) throws IOException {
    try (near;
        Socket far = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Thread up =
          new Thread(
              () -> {
                try {
                  near.getInputStream().transferTo(far.getOutputStream());
                } catch (IOException e) {
                  // One of them is gone.
                }
              });
      up.setDaemon(true);
      up.start();
      DataInputStream in = new DataInputStream(far.getInputStream());
      for (int number = 0; ; number++) {
        byte[] head = in.readNBytes(5);
        if (head.length < 5) {
          return;
        }
        byte[] content = in.readNBytes(ByteBuffer.wrap(head).getShort(3) & 0xffff);
        byte[] record = ByteBuffer.allocate(5 + content.length).put(head).put(content).array();
        byte[] passed = meddler.passed(number, record);
        if (passed.length == 0) {
          return;
        }
        near.getOutputStream().write(passed);
      }
    }
  }

  /** What comes of a read of 100,000 bytes through {@code meddler}. */
  private byte[] readThrough(Meddler meddler) throws Exception {
    return readThrough("Content-Length: 100000", meddler);
  }

  private byte[] readThrough(String header, Meddler meddler) throws Exception {
    try (ServerSocket between = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ScriptedServer server =
            serve(
                (number, talk) -> {
                  talk.head();
                  talk.say("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n");
                  talk.say("x".repeat(100_000));
                })) {
      Thread meddling =
          new Thread(
              () -> {
                try {
                  meddle(between.accept(), server.origin().port(), meddler);
                } catch (IOException e) {
                  // The client hung up.
                }
              });
      meddling.setDaemon(true);
      meddling.start();
      Origin origin = new Origin(true, "127.0.0.1", between.getLocalPort());
      try (HttpResponse response = client.send(new HttpRequest("GET", origin, "/"))) {
        return response.stream().readAllBytes();
      }
    }
  }

  private static boolean holdsMuch(byte[] record) {
    return record.length > 10_000;
  }

  @Test
  void contentIsReadThroughAWireThatPassesAllOn() throws Exception {
    assertThat(readThrough((number, record) -> record)).hasSize(100_000);
  }

  @Test
  void aFlippedBitIsRefused() {
    Meddler flipping =
        (number, record) -> {
          if (holdsMuch(record)) {
            record[5_000] ^= 1;
          }
          return record;
        };
    assertThatThrownBy(() -> readThrough(flipping)).isInstanceOf(SSLException.class);
  }

  @Test
  void aRecordThatComesTwiceIsRefused() {
    Meddler repeating =
        (number, record) ->
            holdsMuch(record)
                ? ByteBuffer.allocate(2 * record.length).put(record).put(record).array()
                : record;
    assertThatThrownBy(() -> readThrough(repeating)).isInstanceOf(SSLException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 100000", "Connection: close"})
  void anEndWithinTheContentIsAnError(String header) {
    assertThatThrownBy(
            () -> readThrough(header, (number, record) -> holdsMuch(record) ? new byte[0] : record))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void contentEndsWithItsConnectionWhereTheServerSaysSo() throws Exception {
    assertThat(readThrough("Connection: close", (number, record) -> record)).hasSize(100_000);
  }
}
