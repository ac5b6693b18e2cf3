package io.lepton.aws.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.ObjectContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Content on its way into one request. Its last byte is handed out only when the content ended
 * where it was announced to, so that S3 never commits other bytes than were meant. What goes wrong
 * on the reading side is kept, because the SDK wraps it. Used by one thread.
 */
final class SentContent implements AutoCloseable {
  private final S3Action action;
  private final S3Errors errors;
  private final String key;
  private final ObjectContent content;
  private final long sizeBytes;
  private @Nullable Stream stream;
  private @Nullable CloudException failure;
  private boolean whole;

  SentContent(S3Action action, S3Errors errors, String key, ObjectContent content) {
    this.action = action;
    this.errors = errors;
    this.key = key;
    this.content = content;
    this.sizeBytes = content.sizeBytes();
  }

  RequestBody body() {
    if (sizeBytes == 0) {
      try (Stream empty = open()) {
        empty.checkEnd();
        whole = true;
      }
      return RequestBody.empty();
    }
    return RequestBody.fromContentProvider(this::open, sizeBytes, "binary/octet-stream");
  }

  /** What went wrong on the reading side, if anything did. */
  Optional<CloudException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether S3 can have got all of it; before that it commits nothing. */
  boolean whole() {
    return whole;
  }

  private Stream open() {
    close();
    whole = false;
    try {
      stream = new Stream(content.open());
      return stream;
    } catch (IOException e) {
      throw failed(e);
    } catch (CloudException e) {
      failure = e;
      throw e;
    }
  }

  private CloudException failed(IOException cause) {
    boolean interrupted =
        Thread.currentThread().isInterrupted() || cause instanceof InterruptedIOException;
    if (interrupted) {
      failure = errors.translate(action, key, cause, false);
    } else {
      failure =
          errors
              .of(ErrorKind.UNKNOWN, action, key)
              .cause(cause)
              .message("the content cannot be read: " + cause.getMessage());
    }
    return failure;
  }

  private CloudException wrongSize(String how) {
    failure =
        errors
            .of(ErrorKind.DATA_CORRUPTED, action, key)
            .message("the content is " + how + " than the announced " + sizeBytes + " bytes");
    return failure;
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  private final class Stream extends InputStream {
    private final ReadableByteChannel channel;
    private long sent;

    Stream(ReadableByteChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (sent == sizeBytes) {
        return -1;
      }
      int most = (int) Math.min(length, sizeBytes - sent);
      int count = fill(ByteBuffer.wrap(bytes, offset, most));
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

    private void checkEnd() {
      if (fill(ByteBuffer.allocate(1)) > 0) {
        throw wrongSize("longer");
      }
    }

    private int fill(ByteBuffer target) {
      try {
        int count = 0;
        while (count == 0 && target.hasRemaining()) {
          errors.checkInterrupt(action, key);
          count = channel.read(target);
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
      try {
        channel.close();
      } catch (IOException e) {
        // Everything that was needed has been read.
      }
    }
  }
}
