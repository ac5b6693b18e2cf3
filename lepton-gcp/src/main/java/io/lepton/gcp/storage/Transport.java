package io.lepton.gcp.storage;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.impl.conn.SystemDefaultRoutePlanner;
import org.apache.http.protocol.HttpContext;
import org.apache.http.ssl.SSLContexts;

/**
 * Google's transport over a pool of connections that sends nothing twice, follows nothing, unpacks
 * nothing, and whose sockets are channels: a thread that is interrupted stops waiting for them.
 */
final class Transport {
  /** More than any caller has threads; a thread never waits for a connection. */
  private static final int MOST_CONNECTIONS = 4096;

  private static final int BUFFER_BYTES = 16 << 10;

  private Transport() {}

  static HttpTransport open() {
    PoolingHttpClientConnectionManager pool =
        new PoolingHttpClientConnectionManager(
            RegistryBuilder.<ConnectionSocketFactory>create()
                .register("http", new PlainChannels())
                .register("https", new SecureChannels())
                .build());
    pool.setMaxTotal(MOST_CONNECTIONS);
    pool.setDefaultMaxPerRoute(MOST_CONNECTIONS);
    pool.setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build());
    pool.setDefaultConnectionConfig(
        ConnectionConfig.custom()
            .setBufferSize(BUFFER_BYTES)
            .setFragmentSizeHint(BUFFER_BYTES)
            .build());
    return new ApacheHttpTransport(
        HttpClientBuilder.create()
            .setConnectionManager(pool)
            .setRoutePlanner(new SystemDefaultRoutePlanner(ProxySelector.getDefault()))
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build());
  }

  private static final class PlainChannels extends PlainConnectionSocketFactory {
    @Override
    public Socket createSocket(HttpContext context) throws IOException {
      return SocketChannel.open().socket();
    }
  }

  private static final class SecureChannels extends SSLConnectionSocketFactory {
    SecureChannels() {
      super(SSLContexts.createSystemDefault());
    }

    @Override
    public Socket createSocket(HttpContext context) throws IOException {
      return SocketChannel.open().socket();
    }
  }
}
