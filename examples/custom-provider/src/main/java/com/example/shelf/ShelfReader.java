package com.example.shelf;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** Reads a version that was taken out of the database in one piece, so nothing can change it. */
final class ShelfReader implements ObjectReader {
  private final ObjectInfo info;
  private final ByteBuffer content;
  private final CloudException.Builder interrupted;
  private boolean open = true;

  ShelfReader(ObjectInfo info, ByteBuffer content, CloudException.Builder interrupted) {
    this.info = info;
    this.content = content;
    this.interrupted = interrupted;
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
      throw interrupted.message("the reading thread was interrupted");
    }
    if (!content.hasRemaining()) {
      return target.hasRemaining() ? -1 : 0;
    }
    int count = Math.min(content.remaining(), target.remaining());
    target.put(content.slice(content.position(), count));
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
