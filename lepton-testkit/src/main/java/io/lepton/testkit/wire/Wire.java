package io.lepton.testkit.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One end of a connection: reads HTTP messages and passes their bodies on without looking at the
 * bytes. Used by one thread; closing is allowed from any.
 */
final class Wire implements Sink, Closeable {
  private static final int INPUT_BYTES = 256 << 10;
  private static final int OUTPUT_BYTES = 16 << 10;

  private final SocketChannel channel;
  private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES).limit(0);
  private final ByteBuffer output = ByteBuffer.allocateDirect(OUTPUT_BYTES);

  Wire(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  static Wire connect(InetSocketAddress address) throws IOException {
    return new Wire(SocketChannel.open(address));
  }

  /** Reads a head; empty when the connection ends before one begins. */
  Optional<HttpHead> readHead() throws IOException {
    int searched = 0;
    while (true) {
      int end = endOfHead(searched);
      if (end >= 0) {
        byte[] head = new byte[end];
        input.get(head);
        return Optional.of(new HttpHead(new String(head, StandardCharsets.ISO_8859_1)));
      }
      searched = Math.max(0, input.remaining() - 3);
      if (input.remaining() == INPUT_BYTES) {
        throw new IOException("the head of a message is longer than " + INPUT_BYTES + " bytes");
      }
      boolean empty = !input.hasRemaining();
      if (!fill(Sink.NOWHERE)) {
        if (empty) {
          return Optional.empty();
        }
        throw new EOFException("the connection ended inside the head of a message");
      }
    }
  }

  /** The length of the head that starts at the position, or -1 while it is incomplete. */
  private int endOfHead(int from) {
    int start = input.position();
    for (int i = start + from; i + 3 < input.limit(); i++) {
      if (input.get(i + 3) == '\n'
          && input.get(i + 1) == '\n'
          && input.get(i) == '\r'
          && input.get(i + 2) == '\r') {
        return i + 4 - start;
      }
    }
    return -1;
  }

  /**
   * Passes one body on.
   *
   * @param length as {@link HttpHead} tells it
   * @return false when the tap stopped it
   */
  boolean relay(long length, Sink to, BodyTap tap) throws IOException {
    if (length == HttpHead.CHUNKED) {
      return relayChunks(to, tap);
    }
    long left = length == HttpHead.TO_THE_END ? Long.MAX_VALUE : length;
    while (left > 0) {
      if (!input.hasRemaining() && !fill(to)) {
        if (length == HttpHead.TO_THE_END) {
          return true;
        }
        throw new EOFException("the connection ended " + left + " bytes before the body");
      }
      ByteBuffer piece = take((int) Math.min(left, input.remaining()));
      left -= piece.remaining();
      if (!tap.pass(piece, to)) {
        return false;
      }
    }
    return true;
  }

  private boolean relayChunks(Sink to, BodyTap tap) throws IOException {
    while (true) {
      String line = readLine(to);
      to.write(latin(line));
      int end = 0;
      while (end < line.length() && Character.digit(line.charAt(end), 16) >= 0) {
        end++;
      }
      long size = Long.parseLong(line, 0, end, 16);
      if (size == 0) {
        String trailer;
        do {
          trailer = readLine(to);
          to.write(latin(trailer));
        } while (!trailer.equals("\r\n"));
        return true;
      }
      if (!relay(size, to, tap)) {
        return false;
      }
      to.write(latin(readLine(to)));
    }
  }

  private String readLine(Sink to) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      if (!input.hasRemaining() && !fill(to)) {
        throw new EOFException("the connection ended inside a chunk");
      }
      char next = (char) (input.get() & 0xff);
      line.append(next);
      if (next == '\n') {
        return line.toString();
      }
    }
  }

  private ByteBuffer take(int bytes) {
    ByteBuffer piece = input.slice(input.position(), bytes);
    input.position(input.position() + bytes);
    return piece;
  }

  /** Waits until the other end closes, dropping what it sends. */
  void awaitEnd() throws IOException {
    do {
      input.position(input.limit());
    } while (fill(Sink.NOWHERE));
  }

  /** Whether the other end has closed a connection that should be idle. */
  boolean ended() {
    try {
      channel.configureBlocking(false);
      try {
        return input.hasRemaining() || channel.read(input.clear().limit(1)) != 0;
      } finally {
        input.limit(0);
        channel.configureBlocking(true);
      }
    } catch (IOException e) {
      return true;
    }
  }

  /** Reads more, after {@code waiting} has sent what it holds; false at the end. */
  private boolean fill(Sink waiting) throws IOException {
    waiting.flush();
    input.compact();
    try {
      return channel.read(input) >= 0;
    } finally {
      input.flip();
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    if (bytes.remaining() <= output.remaining()) {
      output.put(bytes);
      return;
    }
    ByteBuffer[] both = {output.flip(), bytes};
    try {
      while (bytes.hasRemaining()) {
        channel.write(both);
      }
    } finally {
      output.clear();
    }
  }

  @Override
  public void flush() throws IOException {
    output.flip();
    try {
      while (output.hasRemaining()) {
        channel.write(output);
      }
    } finally {
      output.clear();
    }
  }

  static ByteBuffer latin(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Closes with a reset, so that the other end sees a broken connection and no end. */
  void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException | UnsupportedOperationException e) {
      // It is closed already.
    }
    close();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Closed is closed.
    }
  }
}
