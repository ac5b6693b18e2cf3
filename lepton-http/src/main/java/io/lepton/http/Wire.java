package io.lepton.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Moves bytes over a connected channel. */
sealed interface Wire {

  /** Writes at least one byte of {@code bytes}. */
  void write(ByteBuffer bytes) throws IOException;

  /** Reads at least one byte, or -1 at the end. */
  int read(ByteBuffer target) throws IOException;

  /**
   * The same within a time.
   *
   * @throws java.net.SocketTimeoutException when nothing came; what comes later can still be read
   */
  int read(ByteBuffer target, int timeoutMillis) throws IOException;

  /** Without encryption: direct buffers go to the kernel as they are. */
  record Plain(SocketChannel channel) implements Wire {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      channel.write(bytes);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return channel.read(target);
    }

    @Override
    public int read(ByteBuffer target, int timeoutMillis) throws IOException {
      channel.socket().setSoTimeout(timeoutMillis);
      try {
        byte[] bytes = new byte[target.remaining()];
        int count = channel.socket().getInputStream().read(bytes);
        target.put(bytes, 0, Math.max(0, count));
        return count;
      } finally {
        channel.socket().setSoTimeout(0);
      }
    }
  }

  /** With TLS, for which the JDK takes arrays. */
  final class Secure implements Wire {
    /** Four records of TLS. */
    private static final int ARRAY_BYTES = 64 << 10;

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] sent = new byte[ARRAY_BYTES];
    private final byte[] received = new byte[ARRAY_BYTES];

    private Secure(SSLSocket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.out = socket.getOutputStream();
    }

    static Secure over(SocketChannel channel, Origin origin) throws IOException {
      SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
      SSLSocket socket =
          (SSLSocket) factory.createSocket(channel.socket(), origin.host(), origin.port(), true);
      SSLParameters parameters = socket.getSSLParameters();
      // Without this the certificate may be anybody's.
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return new Secure(socket);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      int count = Math.min(bytes.remaining(), sent.length);
      bytes.get(sent, 0, count);
      out.write(sent, 0, count);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (target.hasArray()) {
        int count =
            in.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
        if (count > 0) {
          target.position(target.position() + count);
        }
        return count;
      }
      int count = in.read(received, 0, Math.min(received.length, target.remaining()));
      if (count > 0) {
        target.put(received, 0, count);
      }
      return count;
    }

    @Override
    public int read(ByteBuffer target, int timeoutMillis) throws IOException {
      socket.setSoTimeout(timeoutMillis);
      try {
        return read(target);
      } finally {
        socket.setSoTimeout(0);
      }
    }
  }
}
