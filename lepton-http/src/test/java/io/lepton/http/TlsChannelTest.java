package io.lepton.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.testkit.server.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsChannelTest {
  @TempDir private static Path folder;
  private static TlsIdentity identity;

  @BeforeAll
  static void prove() {
    identity = TlsIdentity.make(folder, "ip:127.0.0.1");
  }

  private static ScriptedServer serve(ScriptedServer.Script script) {
    return new ScriptedServer(identity.server().getServerSocketFactory(), script);
  }

  private static TlsChannel connect(ScriptedServer server) throws IOException {
    SocketChannel channel =
        SocketChannel.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.origin().port()));
    SSLEngine engine = identity.client().createSSLEngine();
    engine.setUseClientMode(true);
    return TlsChannel.over(channel, engine);
  }

  @Test
  void whatCameIsReadThoughTheOtherEndIsGoneThatWantsAReply() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (ScriptedServer server =
            serve(
                (number, talk) -> {
                  talk.body(2);
                  ((SSLSocket) talk.socket()).startHandshake(); // For new keys of both.
                  talk.say("hello");
                  talk.socket().setSoLinger(true, 0);
                  talk.socket().close();
                  gone.countDown();
                });
        TlsChannel channel = connect(server)) {
      channel.write(ByteBuffer.wrap("hi".getBytes(StandardCharsets.ISO_8859_1)));
      gone.await();
      ByteBuffer got = ByteBuffer.allocate(64 << 10);
      channel.read(got);
      assertThat(StandardCharsets.ISO_8859_1.decode(got.flip()).toString()).isEqualTo("hello");
      assertThat(channel.spent()).isTrue();
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
          .isInstanceOf(IOException.class);
    }
  }
}
