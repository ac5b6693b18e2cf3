package io.lepton.testkit.memory;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.function.BooleanSupplier;

/**
 * Reads a range of one version and looks before every piece whether it is still the current one.
 */
final class MemoryReader implements ObjectReader {
  private final ObjectInfo info;
  private final ByteBuffer content;
  private final BooleanSupplier stillCurrent;
  private final CloudException.Builder changed;
  private boolean open = true;

  MemoryReader(
      ObjectInfo info,
      ByteBuffer content,
      BooleanSupplier stillCurrent,
      CloudException.Builder changed) {
    this.info = info;
    this.content = content;
    this.stillCurrent = stillCurrent;
    this.changed = changed;
  }

  @Override
  public ObjectInfo info() {
    return info;
  }

  @Override
  public int read(ByteBuffer target) throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw CloudException.of(ErrorKind.CANCELLED)
          .operation("read")
          .location(info.key())
          .message("the reading thread was interrupted");
    }
    if (!stillCurrent.getAsBoolean()) {
      throw changed.message("the object changed while it was read; read it again from the start");
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    if (!content.hasRemaining()) {
      return -1;
    }
    int count = Math.min(content.remaining(), target.remaining());
    ByteBuffer piece = content.slice(content.position(), count);
    target.put(piece);
    content.position(content.position() + count);
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
