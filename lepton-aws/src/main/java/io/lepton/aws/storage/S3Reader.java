package io.lepton.aws.storage;

import io.lepton.http.HttpResponse;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The body of one answer. It yields exactly the bytes that were announced or fails; those of a
 * whole object are also compared with the CRC32C that S3 stores, before their last is handed out.
 */
final class S3Reader implements ObjectReader {
  private final ObjectInfo info;
  private final HttpResponse answer;
  private final long lengthBytes;
  private final S3Errors errors;
  private final Optional<Checksum> expected;
  private final CRC32C crc32c = new CRC32C();
  private long done;
  private boolean open = true;

  S3Reader(ObjectInfo info, HttpResponse answer, long lengthBytes, boolean whole, S3Errors errors) {
    this.info = info;
    this.answer = answer;
    this.lengthBytes = lengthBytes;
    this.errors = errors;
    this.expected = whole ? info.checksums().get(ChecksumAlgorithm.CRC32C) : Optional.empty();
  }

  @Override
  public ObjectInfo info() {
    return info;
  }

  @Override
  public int read(ByteBuffer target) {
    errors.checkInterrupt(S3Action.READ, info.key());
    if (done == lengthBytes) {
      return target.hasRemaining() || lengthBytes == 0 ? -1 : 0;
    }
    int most = (int) Math.min(target.remaining(), lengthBytes - done);
    if (most == 0) {
      return 0;
    }
    int start = target.position();
    int count = fill(target, most);
    if (count < 0) {
      throw broken("the bytes end after " + done + " of " + lengthBytes);
    }
    done += count;
    if (expected.isPresent()) {
      crc32c.update(target.duplicate().flip().position(start));
      Checksum arrived = Checksum.crc32c(crc32c.getValue());
      if (done == lengthBytes && !arrived.equals(expected.get())) {
        throw errors
            .of(ErrorKind.DATA_CORRUPTED, S3Action.READ, info.key())
            .retryableUntilConfirmed()
            .message("the bytes that arrived have " + arrived + ", not " + expected.get());
      }
    }
    return count;
  }

  private int fill(ByteBuffer target, int most) {
    int limit = target.limit();
    try {
      return answer.body().read(target.limit(target.position() + most));
    } catch (IOException e) {
      throw lost(e);
    } finally {
      target.limit(limit);
    }
  }

  /** An answer that breaks off is short; whatever broke it, the same request may succeed. */
  private CloudException lost(Exception cause) {
    CloudException error = errors.translate(S3Action.READ, info.key(), cause, false);
    return error.kind() == ErrorKind.UNKNOWN
        ? broken("the answer broke off after " + done + " of " + lengthBytes, cause)
        : error;
  }

  private CloudException broken(String what) {
    return errors.of(ErrorKind.DATA_CORRUPTED, S3Action.READ, info.key()).retryable().message(what);
  }

  private CloudException broken(String what, Exception cause) {
    return errors
        .of(ErrorKind.DATA_CORRUPTED, S3Action.READ, info.key())
        .retryable()
        .cause(cause)
        .message(what);
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    answer.close();
  }
}
