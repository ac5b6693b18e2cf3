package io.lepton.azure.blob;

import io.lepton.azure.blob.BlobErrors.Effect;
import io.lepton.http.HttpResponse;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Supplier;

/** The body of one answer, which must have as many bytes as it announced. */
final class BlobReader implements ObjectReader {
  private final BlobErrors errors;
  private final ObjectInfo info;
  private final HttpResponse response;
  private final ReadableByteChannel body;
  private final Supplier<CloudException> shortOf;
  private long left;
  private boolean open = true;

  /**
   * Reads {@code bytes} from {@code response}.
   *
   * @param shortOf says why a body ended early: the object changed meanwhile, or bytes were lost
   */
  BlobReader(
      BlobErrors errors,
      ObjectInfo info,
      HttpResponse response,
      long bytes,
      Supplier<CloudException> shortOf) {
    this.errors = errors;
    this.info = info;
    this.response = response;
    this.body = response.body();
    this.left = bytes;
    this.shortOf = shortOf;
  }

  @Override
  public ObjectInfo info() {
    return info;
  }

  @Override
  public int read(ByteBuffer target) {
    errors.checkInterrupt("read", info.key());
    if (!target.hasRemaining()) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int count;
    try {
      count = body.read(target);
    } catch (IOException | RuntimeException e) {
      CloudException broken = errors.unanswered("read", info.key(), Effect.REPEATABLE, e);
      throw broken.kind() == ErrorKind.CANCELLED ? broken : shortOf.get();
    }
    left -= count;
    if (count < 0 || left < 0) {
      throw shortOf.get();
    }
    return count;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      try {
        body.close();
      } catch (IOException e) {
        // What was wanted of it has been read.
      }
      response.close();
    }
  }
}
