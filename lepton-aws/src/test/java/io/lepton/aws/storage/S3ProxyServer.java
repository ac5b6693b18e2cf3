package io.lepton.aws.storage;

import io.lepton.testkit.server.VersityServer;
import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** S3Proxy in this virtual machine, its objects in memory. */
final class S3ProxyServer implements S3Server {
  private final S3Proxy server;
  private final TransientNio2BlobStore blobs = new TransientNio2BlobStore();

  S3ProxyServer() {
    server =
        S3Proxy.builder()
            .blobStore(new HexKeys(blobs))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4, VersityServer.ACCESS_KEY, VersityServer.SECRET_KEY)
            .ignoreUnknownHeaders(false)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("S3Proxy does not start", e);
    }
  }

  @Override
  public String endpoint() {
    return "http://127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
      blobs.close();
    } catch (Exception e) {
      throw new IllegalStateException("S3Proxy does not stop", e);
    }
  }
}
