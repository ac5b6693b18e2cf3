package io.lepton.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpConnectorTest {
  private static final int PATIENCE_MILLIS = (int) TimeUnit.SECONDS.toMillis(30);
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private enum End {
    CLOSED,
    REFUSED,
    FORGOTTEN
  }

  @Test
  void noConnectionOutlivesAHostThatStopsWhileClientsCome() throws Exception {
    for (int round = 0; round < 100; round++) {
      HttpHost host =
          HttpHost.start("test", "127.0.0.1", 0, exchange -> exchange.answer(Answer.empty(200)));
      int port = host.port();
      Thread closing = new Thread(host::close);
      closing.start();
      End end = visit(port);
      while (end == End.CLOSED) {
        end = visit(port);
      }
      assertThat(end).isEqualTo(End.REFUSED);
      closing.join();
    }
  }

  /** How a client's connection ends, with or without an answer, in good order or by a reset. */
  private static End visit(int port) {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(PATIENCE_MILLIS);
      client.getOutputStream().write(REQUEST);
      client.getInputStream().readAllBytes();
      return End.CLOSED;
    } catch (ConnectException e) {
      return End.REFUSED;
    } catch (SocketTimeoutException e) {
      return End.FORGOTTEN;
    } catch (IOException e) {
      return End.CLOSED;
    }
  }
}
