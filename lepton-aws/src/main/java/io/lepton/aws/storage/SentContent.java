package io.lepton.aws.storage;

import io.lepton.http.RequestBody;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectContent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Content on its way into one request. Its last byte is handed out only when the content ended
 * where it was announced to, so that S3 never commits other bytes than were meant. What goes wrong
 * on the reading side is kept. Used by one thread.
 */
final class SentContent implements AutoCloseable {
  private final S3Action action;
  private final S3Errors errors;
  private final String key;
  private final ObjectContent content;
  private final long sizeBytes;
  private @Nullable ReadableByteChannel channel;
  private @Nullable CloudException failure;
  private long sent;
  private boolean whole;

  SentContent(S3Action action, S3Errors errors, String key, ObjectContent content) {
    this.action = action;
    this.errors = errors;
    this.key = key;
    this.content = content;
    this.sizeBytes = content.sizeBytes();
  }

  /** The content as it is, from its start. */
  RequestBody plain() {
    start();
    return new Plain();
  }

  /** The content in chunks, followed by its CRC32C. */
  RequestBody trailed() {
    start();
    return new TrailedBody(new Plain(), content);
  }

  private void start() {
    close();
    whole = false;
    sent = 0;
    try {
      channel = content.open();
    } catch (IOException e) {
      throw failed(e);
    } catch (CloudException e) {
      failure = e;
      throw e;
    }
    if (sizeBytes == 0) {
      checkEnd();
      whole = true;
    }
  }

  /** What went wrong on the reading side, if anything did. */
  Optional<CloudException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether S3 can have got all of it; before that it commits nothing. */
  boolean whole() {
    return whole;
  }

  private CloudException failed(IOException cause) {
    boolean interrupted =
        Thread.currentThread().isInterrupted() || cause instanceof InterruptedIOException;
    failure =
        interrupted
            ? errors.translate(action, key, cause, false)
            : errors
                .of(ErrorKind.UNKNOWN, action, key)
                .cause(cause)
                .message("the content cannot be read: " + cause.getMessage());
    return failure;
  }

  private CloudException wrongSize(String how) {
    failure =
        errors
            .of(ErrorKind.DATA_CORRUPTED, action, key)
            .message("the content is " + how + " than the announced " + sizeBytes + " bytes");
    return failure;
  }

  private void checkEnd() {
    if (fill(ByteBuffer.allocate(1)) > 0) {
      throw wrongSize("longer");
    }
  }

  private int fill(ByteBuffer target) {
    ReadableByteChannel source = channel;
    if (source == null) {
      throw new IllegalStateException("the content was not started");
    }
    try {
      int count = 0;
      while (count == 0 && target.hasRemaining()) {
        errors.checkInterrupt(action, key);
        count = source.read(target);
      }
      return count;
    } catch (IOException e) {
      throw failed(e);
    } catch (CloudException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // Everything that was needed has been read.
      }
      channel = null;
    }
  }

  private final class Plain implements RequestBody {

    @Override
    public long sizeBytes() {
      return sizeBytes;
    }

    @Override
    public int read(ByteBuffer target) {
      if (sent == sizeBytes) {
        return -1;
      }
      int limit = target.limit();
      long most = sizeBytes - sent;
      if (most < target.remaining()) {
        target.limit(target.position() + (int) most);
      }
      int count = fill(target);
      target.limit(limit);
      if (count < 0) {
        throw wrongSize("shorter");
      }
      sent += count;
      if (sent == sizeBytes) {
        checkEnd();
        whole = true;
      }
      return count;
    }
  }
}
