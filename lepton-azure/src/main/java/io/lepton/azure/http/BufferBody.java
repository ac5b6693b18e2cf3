package io.lepton.azure.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The body of a request that fills the connection's own buffer, without an array in between. */
public abstract class BufferBody extends InputStream {

  /** Reads at least one byte, or -1 at the end. */
  public abstract int read(ByteBuffer target) throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    return length == 0 ? 0 : read(ByteBuffer.wrap(target, offset, length));
  }
}
