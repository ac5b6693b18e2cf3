package io.lepton.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS (RFC 8446) over a connected channel that blocks. Many records are received and sent by one
 * call of the kernel, and direct buffers are encrypted from and decrypted into as they are: a
 * socket of the JDK's own makes a call for each record of 16 KiB, and two to receive one. Used by
 * one thread at a time; closing the channel below from another ends what it is at.
 */
public final class TlsChannel implements Wire, ByteChannel {
  private static final int NO_TIMEOUT = 0;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SSLEngine engine;
  private final BulkBuffers bulk;

  /** What a record takes at most. */
  private final int recordBytes;

  /** What came and is not decrypted yet; of less than a record between two reads. */
  private ByteBuffer received;

  /** Room for a record. */
  private final ByteBuffer sent;

  /** What is decrypted and not given out yet. */
  private final ByteBuffer plain;

  /** Why a reply could not be sent. */
  private @Nullable IOException unsent;

  private TlsChannel(SocketChannel channel, SSLEngine engine, BulkBuffers bulk) {
    this.channel = channel;
    this.engine = engine;
    this.bulk = bulk;
    this.recordBytes = engine.getSession().getPacketBufferSize();
    this.received = ByteBuffer.allocateDirect(recordBytes).limit(0);
    this.sent = ByteBuffer.allocateDirect(recordBytes);
    this.plain = ByteBuffer.allocateDirect(recordBytes).limit(0);
  }

  /**
   * Shakes hands.
   *
   * @param engine new, and set up to be a client or a server
   * @throws java.nio.channels.ClosedChannelException when the channel is closed meanwhile
   * @throws IOException when it fails, as where a client does not trust the other end
   */
  public static TlsChannel over(SocketChannel channel, SSLEngine engine) throws IOException {
    return over(channel, engine, new BulkBuffers());
  }

  /** The same, with {@code bulk} for what takes more than a record. */
  static TlsChannel over(SocketChannel channel, SSLEngine engine, BulkBuffers bulk)
      throws IOException {
    TlsChannel secure = new TlsChannel(channel, engine, bulk);
    engine.beginHandshake();
    try {
      secure.shakeHands();
    } catch (SSLException e) {
      secure.sayWhy();
      throw e;
    } catch (RuntimeException e) {
      // So the engine tells that nobody is trusted at all.
      throw new SSLException(e.getMessage(), e);
    }
    return secure;
  }

  private void shakeHands() throws IOException {
    while (!oblige()) {
      // Only who has shaken hands says anything.
      Status status = engine.unwrap(received, plain.clear()).getStatus();
      plain.flip();
      if (status == Status.CLOSED
          || (status == Status.BUFFER_UNDERFLOW && fill(recordBytes, NO_TIMEOUT) < 0)) {
        throw new SSLException("the other end hung up during the handshake");
      }
    }
  }

  /** Does what the engine asks for; whether it does not wait for more of the other end. */
  private boolean oblige() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> write(NOTHING);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          return false;
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return true;
        }
      }
    }
  }

  /** Sends the alert that says why the handshake failed, if it still can be. */
  private void sayWhy() {
    try {
      write(NOTHING);
    } catch (IOException e) {
      // The failure that is known already tells more.
    }
  }

  /** Writes some of {@code bytes}, at least one if there is one. */
  @Override
  public int write(ByteBuffer bytes) throws IOException {
    ByteBuffer many = bytes.remaining() > recordBytes ? bulk.borrow() : null;
    try {
      return write(bytes, many == null ? sent.clear() : many);
    } finally {
      if (many != null) {
        bulk.giveBack(many);
      }
    }
  }

  private int write(ByteBuffer bytes, ByteBuffer room) throws IOException {
    if (unsent != null) {
      throw unsent;
    }
    int start = bytes.position();
    Status status;
    do {
      do {
        status = engine.wrap(bytes, room).getStatus();
      } while (status == Status.OK && bytes.hasRemaining() && room.remaining() >= recordBytes);
      if (status == Status.BUFFER_OVERFLOW && room.position() == 0) {
        throw new SSLException("a record is longer than any may be");
      }
      room.flip();
      while (room.hasRemaining()) {
        channel.write(room);
      }
      room.clear();
      // An engine may have encrypted what it has no room for, behind something of its own.
    } while (status == Status.BUFFER_OVERFLOW);
    if (status == Status.CLOSED && bytes.hasRemaining()) {
      throw new SSLException("the other end ended the connection");
    }
    return bytes.position() - start;
  }

  /**
   * Reads some bytes, at least one if there is room, or -1 where the other end says that it ends.
   *
   * @throws EOFException when the connection ends without that, and perhaps in the middle (RFC
   *     9112, 9.8)
   */
  @Override
  public int read(ByteBuffer target) throws IOException {
    return read(target, NO_TIMEOUT);
  }

  @Override
  public int read(ByteBuffer target, int timeoutMillis) throws IOException {
    if (!plain.hasRemaining()) {
      if (target.remaining() >= recordBytes) {
        int start = target.position();
        return decrypt(target, timeoutMillis) ? target.position() - start : -1;
      }
      boolean open;
      try {
        open = decrypt(plain.clear(), timeoutMillis);
      } finally {
        plain.flip();
      }
      if (!open) {
        return -1;
      }
    }
    int count = Math.min(plain.remaining(), target.remaining());
    target.put(plain.slice(plain.position(), count));
    plain.position(plain.position() + count);
    return count;
  }

  /**
   * Decrypts the records that are there, or else the next that comes with content; false at the
   * end.
   *
   * @param into with room for a record at least
   */
  private boolean decrypt(ByteBuffer into, int timeoutMillis) throws IOException {
    ByteBuffer own = received;
    ByteBuffer many = into.remaining() >= 2 * recordBytes ? bulk.borrow() : null;
    if (many == null) {
      return decryptRecords(into, timeoutMillis);
    }
    received = many.put(own).flip();
    try {
      return decryptRecords(into, timeoutMillis);
    } finally {
      // More than a record is left only beyond an end or an error, where nobody reads on.
      many.limit(Math.min(many.limit(), many.position() + recordBytes));
      received = own.clear().put(many).flip();
      bulk.giveBack(many);
    }
  }

  private boolean decryptRecords(ByteBuffer into, int timeoutMillis) throws IOException {
    int start = into.position();
    while (into.position() == start || into.remaining() >= recordBytes) {
      Status status = engine.unwrap(received, into).getStatus();
      switch (status) {
        case OK -> reply();
        case BUFFER_UNDERFLOW -> {
          if (into.position() > start) {
            return true;
          }
          if (fill(into.remaining(), timeoutMillis) < 0) {
            throw new EOFException("the connection was cut off");
          }
        }
        case CLOSED -> {
          return into.position() > start;
        }
        case BUFFER_OVERFLOW -> throw new SSLException("a record is longer than any may be");
      }
    }
    return true;
  }

  /**
   * Sends what the other end wants to have in between. Where it cannot be, whatever came is still
   * to be read, and nothing can be sent any more.
   */
  private void reply() throws IOException {
    try {
      oblige();
    } catch (IOException e) {
      if (e instanceof SSLException || unsent != null) {
        throw e;
      }
      unsent = e;
    }
  }

  @Override
  public boolean spent() {
    return plain.hasRemaining()
        || received.hasRemaining()
        || engine.isInboundDone()
        || unsent != null;
  }

  /** Receives no more than has room when it is decrypted. */
  private int fill(int roomBytes, int timeoutMillis) throws IOException {
    if (received.remaining() >= recordBytes) {
      throw new SSLException("a record is longer than any may be");
    }
    received.compact().limit(Math.min(received.capacity(), roomBytes));
    try {
      return timeoutMillis == NO_TIMEOUT
          ? channel.read(received)
          : Wire.readWithin(timeoutMillis, channel, received);
    } finally {
      received.flip();
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  /** Says that this is the end, if that need not wait, and closes the channel below. */
  @Override
  public void close() throws IOException {
    try {
      engine.closeOutbound();
      engine.wrap(NOTHING, sent.clear());
      channel.configureBlocking(false);
      channel.write(sent.flip());
      // For what an engine has outside the heap; it objects where the other end did not say so too.
      engine.closeInbound();
    } catch (IOException e) {
      // Nobody is there to be told.
    } finally {
      channel.close();
    }
  }
}
