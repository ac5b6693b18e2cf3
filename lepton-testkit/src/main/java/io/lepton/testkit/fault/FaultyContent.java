package io.lepton.testkit.fault;

import io.lepton.spi.storage.ObjectContent;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** Content to write whose bytes meet a fault on their way to the store, each time it is opened. */
final class FaultyContent implements ObjectContent {
  private final ObjectContent real;
  private final ByteFault fault;

  FaultyContent(ObjectContent real, ByteFault fault) {
    this.real = real;
    this.fault = fault;
  }

  @Override
  public long sizeBytes() {
    return real.sizeBytes();
  }

  @Override
  public ReadableByteChannel open() throws IOException {
    return new FaultyChannel(real.open(), fault);
  }
}
