package io.lepton.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TunnelProxyTest {
  @AutoClose private final TunnelProxy proxy = new TunnelProxy();
  private final URI address = URI.create(proxy.address());
  @AutoClose private final Socket client = new Socket(address.getHost(), address.getPort());

  @AutoClose
  private final BufferedReader lines =
      new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));

  TunnelProxyTest() throws IOException {
    client.setSoTimeout(60_000);
  }

  private void ask(String host, String headers) throws IOException {
    String head = "CONNECT " + host + " HTTP/1.1\r\n" + headers + "\r\n";
    client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
  }

  private String answer() throws IOException {
    String first = lines.readLine();
    for (String line = first; line != null && !line.isEmpty(); line = lines.readLine()) {}
    return first;
  }

  @Test
  void onlyWhoTellsUserAndPasswordIsLetThrough() throws IOException {
    ask("far.example:443", "");
    assertThat(answer()).startsWith("HTTP/1.1 407 ");
    byte[] login = address.getUserInfo().getBytes(StandardCharsets.US_ASCII);
    String basic = Base64.getEncoder().encodeToString(login);
    ask("near.example:443", "Proxy-Authorization: Basic " + basic + "\r\n");
    assertThat(answer()).startsWith("HTTP/1.1 200 ");
    assertThat(lines.read()).isNegative();
    assertThat(proxy.refused()).containsExactly("far.example:443");
    assertThat(proxy.tunnels()).containsExactly("near.example:443");
  }

  @Test
  void whoWasRefusedAndWaitsIsHungUpOnWhenTheProxyCloses() throws IOException {
    ask("far.example:443", "");
    assertThat(answer()).startsWith("HTTP/1.1 407 ");
    proxy.close();
    assertThat(lines.read()).isNegative();
  }
}
