package io.lepton.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;

/**
 * An answer. It holds its connection until its body was read to the end or it is closed.
 *
 * @param status its number
 * @param headers its headers
 * @param body read once, into any buffer, direct ones without a copy; a body that ends early throws
 */
public record HttpResponse(int status, HttpHeaders headers, ReadableByteChannel body)
    implements AutoCloseable {

  /** The body as a stream. */
  public InputStream stream() {
    return Channels.newInputStream(body);
  }

  /** Gives the connection back or, when much of the body is left, closes it. */
  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
