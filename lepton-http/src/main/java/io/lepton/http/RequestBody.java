package io.lepton.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of one request, read once; it fills the connection's own buffer. */
public interface RequestBody {

  /** How many bytes there are. */
  long sizeBytes();

  /**
   * Reads some bytes, or -1 at the end.
   *
   * @throws IOException told to the sender of the request as it is; nobody waits for an answer then
   */
  int read(ByteBuffer target) throws IOException;

  /** The remaining bytes of {@code buffer}. */
  static RequestBody of(ByteBuffer buffer) {
    return new BufferBody(buffer.duplicate(), buffer.remaining());
  }
}
