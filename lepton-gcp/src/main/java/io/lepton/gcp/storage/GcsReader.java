package io.lepton.gcp.storage;

import com.google.api.client.http.HttpResponse;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * The body of one download, as long as announced or an error. A connection whose body was read to
 * its end is used again.
 */
final class GcsReader implements ObjectReader {
  private static final int SCRATCH = 64 << 10;

  private final ObjectInfo info;
  private final HttpResponse response;
  private final InputStream body;
  private final GcsErrors errors;
  private byte[] scratch = new byte[0];
  private long rest;
  private boolean open = true;

  GcsReader(ObjectInfo info, long lengthBytes, HttpResponse response, GcsErrors errors)
      throws IOException {
    this.info = info;
    this.rest = lengthBytes;
    this.response = response;
    this.errors = errors;
    InputStream content = response.getContent();
    this.body = content == null ? InputStream.nullInputStream() : content;
    if (rest == 0) {
      body.close();
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
    int count;
    try {
      count = transfer(target);
      if (count > 0) {
        rest -= count;
        if (rest == 0) {
          body.close();
        }
        return count;
      }
    } catch (IOException e) {
      throw errors.brokenOff(info.key(), rest, e);
    }
    throw errors.brokenOff(info.key(), rest, null);
  }

  private int transfer(ByteBuffer target) throws IOException {
    int most = (int) Math.min(rest, target.remaining());
    if (target.hasArray()) {
      int count = body.read(target.array(), target.arrayOffset() + target.position(), most);
      target.position(target.position() + Math.max(count, 0));
      return count;
    }
    if (scratch.length < Math.min(most, SCRATCH)) {
      scratch = new byte[Math.min(most, SCRATCH)];
    }
    int count = body.read(scratch, 0, Math.min(most, scratch.length));
    target.put(scratch, 0, Math.max(count, 0));
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
      if (rest > 0) {
        try {
          response.disconnect();
        } catch (IOException e) {
          // What was read stands; the connection is dropped anyway.
        }
      }
    }
  }
}
