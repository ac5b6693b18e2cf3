package io.lepton.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** The body of a response; at its end its connection goes back. Used by one thread. */
final class ResponseBody implements ReadableByteChannel {
  static final long CHUNKED = -1;
  static final long UNTIL_CLOSE = -2;

  /** A rest so short is read rather than its connection closed. */
  private static final int SHORT_BYTES = 64 << 10;

  private final Connection connection;
  private final boolean chunked;
  private final boolean untilClose;
  private final boolean reusable;
  private long left;
  private boolean firstChunk = true;
  private boolean ended;
  private boolean open = true;

  ResponseBody(Connection connection, long framing, boolean reusable) {
    this.connection = connection;
    this.chunked = framing == CHUNKED;
    this.untilClose = framing == UNTIL_CLOSE;
    this.reusable = reusable && !untilClose;
    this.left = Math.max(framing, 0);
    if (framing == 0) {
      end();
    }
  }

  private void end() {
    ended = true;
    if (reusable) {
      connection.giveBack();
    } else {
      connection.end();
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (ended) {
      return -1;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    boolean done = false;
    try {
      int count = chunked ? readChunk(target) : readPlain(target);
      done = true;
      return count;
    } catch (IOException e) {
      throw connection.explained(e);
    } finally {
      if (!done) {
        ended = true;
        connection.abandon();
      }
    }
  }

  private int readPlain(ByteBuffer target) throws IOException {
    int count = connection.read(target, untilClose ? Long.MAX_VALUE : left);
    if (count < 0) {
      if (untilClose) {
        end();
        return -1;
      }
      throw new EOFException("the connection was closed " + left + " bytes before the end");
    }
    if (!untilClose) {
      left -= count;
      if (left == 0) {
        end();
      }
    }
    return count;
  }

  private int readChunk(ByteBuffer target) throws IOException {
    if (left == 0) {
      if (!firstChunk && !connection.line().isEmpty()) {
        throw new IOException("a chunk is longer than it says");
      }
      firstChunk = false;
      String size = connection.line().replaceFirst(";.*", "").strip();
      if (!size.matches("[0-9a-fA-F]{1,15}")) {
        throw new IOException("chunk size '" + size + "' is no number");
      }
      left = Long.parseLong(size, 16);
      if (left == 0) {
        while (!connection.line().isEmpty()) {
          // Trailers tell nothing that is wanted.
        }
        end();
        return -1;
      }
    }
    int count = connection.read(target, left);
    if (count < 0) {
      throw new EOFException("the connection was closed inside a chunk");
    }
    left -= count;
    return count;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /** Leaves the rest; a short one is read so that the connection can serve again. */
  @Override
  public void close() {
    open = false;
    if (ended) {
      return;
    }
    if (reusable && (chunked || left <= SHORT_BYTES) && !Thread.currentThread().isInterrupted()) {
      try {
        ByteBuffer rest = ByteBuffer.allocate(8 << 10);
        for (long drained = 0; drained <= SHORT_BYTES && !ended; ) {
          drained += Math.max(0, read(rest.clear()));
        }
      } catch (IOException e) {
        // It has been closed then.
      }
    }
    if (!ended) {
      ended = true;
      connection.abandon();
    }
  }
}
