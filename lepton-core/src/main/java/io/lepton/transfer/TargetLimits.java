package io.lepton.transfer;

import io.lepton.spi.Capability;
import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Limits;
import io.lepton.spi.storage.ObjectInfo;
import io.lepton.transfer.content.PartPlan;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a target can never take, told before any byte of the object is read. */
final class TargetLimits {

  private TargetLimits() {}

  /**
   * Checks key and size.
   *
   * @throws CloudException INVALID_ARGUMENT naming the key and the limit
   */
  static void check(Side target, Chunking chunking, ObjectInfo object) {
    Limits limits = target.limits();
    String full = target.isFolder() ? object.key() : target.place().prefix() + object.key();
    int keyBytes = full.getBytes(StandardCharsets.UTF_8).length;
    if (keyBytes > limits.maxKeyBytes()) {
      throw Errors.keyTooLong(object, keyBytes, limits.maxKeyBytes());
    }
    Optional<String> problem = target.store().keyProblem(object.key());
    if (problem.isPresent()) {
      throw CloudException.of(ErrorKind.INVALID_ARGUMENT)
          .provider(target.provider().id())
          .operation("copy")
          .location(object.key())
          .message("the target cannot name it: " + problem.get() + "; rename it or leave it out");
    }
    if (object.sizeBytes() > limits.maxObjectSizeBytes()) {
      throw Errors.tooLarge(object, limits.maxObjectSizeBytes());
    }
    if (object.sizeBytes() > limits.maxSinglePutBytes()) {
      if (!target.can(Capability.MULTIPART_UPLOAD)) {
        throw Errors.tooLarge(object, limits.maxSinglePutBytes());
      }
      PartPlan.of(object.key(), object.sizeBytes(), chunking.partBytes(), limits);
    }
  }
}
