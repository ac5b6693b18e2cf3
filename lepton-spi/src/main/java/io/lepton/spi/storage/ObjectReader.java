package io.lepton.spi.storage;

import io.lepton.spi.CloudException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;

/**
 * The bytes of one version of an object, or of a range of it, read once from first to last. Reads
 * throw {@link CloudException} as {@link ObjectStore} promises. Used by one thread at a time;
 * closing early abandons the rest.
 */
public interface ObjectReader extends ReadableByteChannel {

  /** The object being read; its size is that of the whole object. */
  ObjectInfo info();

  /** The same bytes as a stream; closing it closes this reader. */
  default InputStream stream() {
    return Channels.newInputStream(this);
  }

  @Override
  void close();
}
