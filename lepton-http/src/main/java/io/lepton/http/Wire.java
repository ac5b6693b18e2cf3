package io.lepton.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Moves bytes over a connected channel. */
sealed interface Wire permits Wire.Plain, TlsChannel {

  /** Writes at least one byte of {@code bytes}, if it has one; how many it tells. */
  int write(ByteBuffer bytes) throws IOException;

  /** Reads at least one byte, or -1 at the end. */
  int read(ByteBuffer target) throws IOException;

  /**
   * The same within a time.
   *
   * @throws java.net.SocketTimeoutException when nothing came; what comes later can still be read
   */
  int read(ByteBuffer target, int timeoutMillis) throws IOException;

  /**
   * Whether nothing more can be asked, as far as is known without asking the kernel: something came
   * that was not read, were it but the end, or nothing can be sent.
   */
  boolean spent();

  /** Closes the channel, which no thread is at. */
  void close() throws IOException;

  /** Without encryption: direct buffers go to the kernel as they are. */
  record Plain(SocketChannel channel) implements Wire {
    @Override
    public int write(ByteBuffer bytes) throws IOException {
      return channel.write(bytes);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return channel.read(target);
    }

    @Override
    public int read(ByteBuffer target, int timeoutMillis) throws IOException {
      return readWithin(timeoutMillis, channel, target);
    }

    @Override
    public boolean spent() {
      return false;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /**
   * Reads at least one byte of a channel, or -1 at the end.
   *
   * @throws java.net.SocketTimeoutException when nothing came within the time
   */
  static int readWithin(int timeoutMillis, SocketChannel channel, ByteBuffer target)
      throws IOException {
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
