package io.lepton.azure.http;

import java.nio.channels.ReadableByteChannel;

/** A response whose body can be read into any buffer, direct ones without a copy. */
public interface ChannelResponse {

  /** The body, read once. A body that ends early throws. */
  ReadableByteChannel channel();
}
