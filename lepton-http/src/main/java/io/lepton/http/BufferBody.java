package io.lepton.http;

import java.nio.ByteBuffer;

/** Content that lies in memory. */
record BufferBody(ByteBuffer buffer, long sizeBytes) implements RequestBody {

  @Override
  public int read(ByteBuffer target) {
    int count = Math.min(buffer.remaining(), target.remaining());
    if (!buffer.hasRemaining()) {
      return -1;
    }
    target.put(buffer.slice(buffer.position(), count));
    buffer.position(buffer.position() + count);
    return count;
  }
}
