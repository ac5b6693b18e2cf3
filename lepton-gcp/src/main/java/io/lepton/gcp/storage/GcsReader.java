package io.lepton.gcp.storage;

import io.lepton.http.HttpResponse;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * The body of one download, as long as announced or an error. A connection whose body was read to
 * its end is used again.
 */
final class GcsReader implements ObjectReader {
  private final ObjectInfo info;
  private final HttpResponse response;
  private final GcsErrors errors;
  private long rest;
  private boolean open = true;

  GcsReader(ObjectInfo info, long lengthBytes, HttpResponse response, GcsErrors errors) {
    this.info = info;
    this.rest = lengthBytes;
    this.response = response;
    this.errors = errors;
    if (rest == 0) {
      response.close();
    }
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
    errors.checkInterrupt("read", info.key());
    if (rest == 0) {
      return -1;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    int limit = target.limit();
    int count;
    try {
      count = response.body().read(target.limit((int) Math.min(limit, target.position() + rest)));
    } catch (IOException e) {
      throw errors.brokenOff(info.key(), rest, e);
    } finally {
      target.limit(limit);
    }
    if (count < 0) {
      throw errors.brokenOff(info.key(), rest, null);
    }
    rest -= count;
    if (rest == 0) {
      response.close();
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
      response.close();
    }
  }
}
