package io.lepton.spi.storage;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Content held in one buffer. */
record BufferContent(ByteBuffer buffer) implements ObjectContent {

  @Override
  public long sizeBytes() {
    return buffer.remaining();
  }

  @Override
  public ReadableByteChannel open() {
    return new Channel(buffer.asReadOnlyBuffer());
  }

  private static final class Channel implements ReadableByteChannel {
    private final ByteBuffer source;
    private boolean open = true;

    Channel(ByteBuffer source) {
      this.source = source;
    }

    @Override
    public int read(ByteBuffer target) {
      if (!source.hasRemaining()) {
        return target.hasRemaining() ? -1 : 0;
      }
      int count = Math.min(source.remaining(), target.remaining());
      int limit = source.limit();
      source.limit(source.position() + count);
      target.put(source);
      source.limit(limit);
      return count;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
