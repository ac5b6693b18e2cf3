package io.lepton.spi.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Content to write, of known length, that can be opened again: a store that has to send a request
 * twice opens it twice and always sends it from the first byte.
 */
public interface ObjectContent {

  /** How many bytes {@link #open} yields. A store that gets more or fewer stores nothing. */
  long sizeBytes();

  /** Opens the content at its first byte. The caller closes the channel. */
  ReadableByteChannel open() throws IOException;

  /** The content as a stream, from its first byte. The caller closes it. */
  default InputStream stream() throws IOException {
    return Channels.newInputStream(open());
  }

  /** Bytes of memory; not copied, so they must not change until the write returns. */
  static ObjectContent of(byte[] bytes) {
    return of(ByteBuffer.wrap(bytes));
  }

  /** The text in UTF-8. */
  static ObjectContent of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The remaining bytes of {@code buffer}; its position and content must not change meanwhile. */
  static ObjectContent of(ByteBuffer buffer) {
    return new BufferContent(buffer);
  }
}
