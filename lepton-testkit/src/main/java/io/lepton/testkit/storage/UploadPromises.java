package io.lepton.testkit.storage;

import static io.lepton.testkit.storage.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.storage.MultipartUpload;
import io.lepton.spi.storage.ObjectContent;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.spi.storage.ObjectMetadata;
import io.lepton.spi.storage.Precondition;
import io.lepton.spi.storage.UploadedPart;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/** What tests of multipart uploads share. */
abstract class UploadPromises extends Promises {
  private int partBytes;

  UploadPromises(ObjectStoreContract contract) {
    super(contract);
  }

  /** The smallest part that the provider takes, and at least some bytes. */
  @BeforeEach
  final void choosePartSize() {
    Limits limits = provider().limits();
    long multiple = limits.partSizeMultipleBytes();
    long smallest = Math.max(limits.minPartSizeBytes(), 1_000);
    partBytes = Math.toIntExact((smallest + multiple - 1) / multiple * multiple);
  }

  /** Whether uploads are offered; where they are not, starting one must be refused. */
  final boolean offered() {
    if (offers(Capability.MULTIPART_UPLOAD)) {
      return true;
    }
    fails(() -> start("k"), ErrorKind.UNSUPPORTED);
    return false;
  }

  final MultipartUpload start(String key) {
    return store().startUpload(key, ObjectMetadata.none());
  }

  final byte[] part(int seed) {
    return random(partBytes, seed);
  }

  final UploadedPart upload(MultipartUpload upload, int number, byte[] content) {
    UploadedPart part = store().putPart(upload, number, ObjectContent.of(content));
    assertThat(part.number()).isEqualTo(number);
    assertThat(part.sizeBytes()).isEqualTo(content.length);
    return part;
  }

  final ObjectInfo complete(MultipartUpload upload, UploadedPart... parts) {
    return store().completeUpload(upload, List.of(parts), Precondition.none());
  }

  /**
   * Completes an upload although its key was written to meanwhile. Where uploads are not
   * independent it may have ended by that, which must show as NOT_FOUND; then empty.
   */
  final Optional<ObjectInfo> completedUnlessEnded(Supplier<ObjectInfo> completion) {
    try {
      return Optional.of(completion.get());
    } catch (CloudException e) {
      if (offers(Capability.INDEPENDENT_UPLOADS)) {
        throw e;
      }
      assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
      return Optional.empty();
    }
  }

  static byte[] join(byte[]... pieces) {
    int size = 0;
    for (byte[] piece : pieces) {
      size += piece.length;
    }
    byte[] all = new byte[size];
    int position = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, all, position, piece.length);
      position += piece.length;
    }
    return all;
  }
}
