package io.lepton.testkit.storage;

import io.lepton.spi.storage.ObjectContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** Content that does something unexpected when a given number of bytes has been read. */
final class BrokenContent implements ObjectContent {

  /** What happens. */
  @FunctionalInterface
  interface Event {
    void happen() throws IOException;
  }

  private final byte[] bytes;
  private final long announcedBytes;
  private final int afterBytes;
  private final Event event;
  private final AtomicInteger opened = new AtomicInteger();

  BrokenContent(byte[] bytes, long announcedBytes, int afterBytes, Event event) {
    this.bytes = bytes.clone();
    this.announcedBytes = announcedBytes;
    this.afterBytes = afterBytes;
    this.event = event;
  }

  /** Content that says it has {@code announcedBytes} but has those of {@code bytes}. */
  static BrokenContent lying(byte[] bytes, long announcedBytes) {
    return new BrokenContent(bytes, announcedBytes, Integer.MAX_VALUE, () -> {});
  }

  /** Content to which {@code event} happens half-way. */
  static BrokenContent halfway(byte[] bytes, Event event) {
    return new BrokenContent(bytes, bytes.length, bytes.length / 2, event);
  }

  /** Content that cannot be read beyond its half. */
  static BrokenContent goingAway(byte[] bytes) {
    return halfway(
        bytes,
        () -> {
          throw new IOException("the source went away");
        });
  }

  int timesOpened() {
    return opened.get();
  }

  @Override
  public long sizeBytes() {
    return announcedBytes;
  }

  @Override
  public ReadableByteChannel open() {
    opened.incrementAndGet();
    return new Channel();
  }

  private final class Channel implements ReadableByteChannel {
    private int position;
    private boolean open = true;

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (position >= afterBytes) {
        event.happen();
      }
      if (position == bytes.length) {
        return -1;
      }
      int end = position < afterBytes ? Math.min(bytes.length, afterBytes) : bytes.length;
      int count = Math.min(target.remaining(), end - position);
      target.put(bytes, position, count);
      position += count;
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
