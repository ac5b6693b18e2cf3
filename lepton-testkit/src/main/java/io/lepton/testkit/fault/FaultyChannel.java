package io.lepton.testkit.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Passes bytes on until the fault's position is reached. */
class FaultyChannel implements ReadableByteChannel {
  private final ReadableByteChannel real;
  private final ByteFault fault;
  private long passed;

  FaultyChannel(ReadableByteChannel real, ByteFault fault) {
    this.real = real;
    this.fault = fault;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (fault instanceof ByteFault.Break broken) {
      if (passed >= broken.afterBytes()) {
        throw broken.error().get();
      }
      return readAtMost(target, broken.afterBytes() - passed);
    } else if (fault instanceof ByteFault.End end) {
      return passed >= end.afterBytes() ? -1 : readAtMost(target, end.afterBytes() - passed);
    }
    return readFlipping(target, ((ByteFault.Flip) fault).bit());
  }

  private int readAtMost(ByteBuffer target, long most) throws IOException {
    int limit = target.limit();
    target.limit((int) Math.min(limit, target.position() + Math.min(most, Integer.MAX_VALUE / 2)));
    try {
      int count = real.read(target);
      passed += Math.max(count, 0);
      return count;
    } finally {
      target.limit(limit);
    }
  }

  private int readFlipping(ByteBuffer target, long bit) throws IOException {
    int start = target.position();
    int count = real.read(target);
    long offset = bit / 8 - passed;
    if (offset >= 0 && offset < count) {
      int index = start + (int) offset;
      target.put(index, (byte) (target.get(index) ^ (1 << (bit % 8))));
    }
    passed += Math.max(count, 0);
    return count;
  }

  @Override
  public boolean isOpen() {
    return real.isOpen();
  }

  @Override
  public void close() throws IOException {
    real.close();
  }
}
