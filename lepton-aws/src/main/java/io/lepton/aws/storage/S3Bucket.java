package io.lepton.aws.storage;

import io.lepton.spi.CloudException;
import io.lepton.spi.ErrorKind;
import io.lepton.spi.Place;
import io.lepton.spi.storage.ObjectKeys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A bucket and the prefix that keys are relative to.
 *
 * @param place as it was opened
 */
record S3Bucket(Place place) {

  String name() {
    return place.bucket();
  }

  String prefix() {
    return place.prefix();
  }

  /**
   * The key that S3 knows an object by.
   *
   * @throws CloudException INVALID_ARGUMENT when S3 takes no such key
   */
  String full(S3Action action, S3Errors errors, String key) {
    String full = prefix() + key;
    Optional<String> problem = ObjectKeys.problem(key).or(() -> problemOf(full));
    if (problem.isPresent()) {
      throw errors.of(ErrorKind.INVALID_ARGUMENT, action, key).message(problem.get());
    }
    return full;
  }

  private static Optional<String> problemOf(String full) {
    int bytes = full.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > ObjectKeys.MAX_BYTES) {
      return Optional.of(
          "with the prefix of the place the key has "
              + bytes
              + " bytes, more than "
              + ObjectKeys.MAX_BYTES);
    }
    return climbsOut(full)
        ? Optional.of("S3 takes no key whose '..' segments climb above its first; rename it")
        : Optional.empty();
  }

  /**
   * Whether there are, read from the left, ever more {@code ..} segments than others: S3 refuses
   * such keys ("Naming Amazon S3 objects" in its user guide).
   */
  private static boolean climbsOut(String full) {
    if (!full.contains("..")) {
      return false;
    }
    int depth = 0;
    for (String segment : full.split("/", -1)) {
      if (segment.equals("..")) {
        if (--depth < 0) {
          return true;
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        depth++;
      }
    }
    return false;
  }

  /** The key of this place for a key of the bucket that begins with the prefix. */
  String relative(String full) {
    return full.substring(prefix().length());
  }
}
