package io.lepton.benchmarks.server;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One object.
 *
 * @param sizeBytes length of its content
 * @param bytes its content; empty when it is {@link Pattern}
 * @param crc32c of all of it
 * @param md5 of all of it, in hexadecimal; only of small ones
 * @param version differs between two writes
 * @param modified when it was written
 * @param headers what came with it, to be given back
 */
record Blob(
    long sizeBytes,
    Optional<byte[]> bytes,
    long crc32c,
    Optional<String> md5,
    long version,
    Instant modified,
    Map<String, String> headers) {

  /** The MD5 in quotes where there is one, otherwise something that no client takes for one. */
  String etag() {
    return "\"" + md5.orElseGet(() -> String.format("%016x%016x-1", version, sizeBytes)) + "\"";
  }
}
