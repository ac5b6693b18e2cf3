package io.lepton.testkit.fault;

import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A reader whose bytes meet a fault. */
final class FaultyReader implements ObjectReader {
  private final ObjectReader real;
  private final FaultyChannel channel;

  FaultyReader(ObjectReader real, ByteFault fault) {
    this.real = real;
    this.channel = new FaultyChannel(real, fault);
  }

  @Override
  public ObjectInfo info() {
    return real.info();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return channel.read(target);
  }

  @Override
  public boolean isOpen() {
    return real.isOpen();
  }

  @Override
  public void close() {
    real.close();
  }
}
