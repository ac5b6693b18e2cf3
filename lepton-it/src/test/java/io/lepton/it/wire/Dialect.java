package io.lepton.it.wire;

import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireRequest;

/** How one cloud's requests are told apart on the wire, and how it answers errors. */
public interface Dialect {

  /** Whether a request writes a whole object of less than a part. */
  boolean writes(WireRequest request);

  /** Whether a request writes a part. */
  boolean writesPart(WireRequest request);

  /** Whether a request makes one object of parts. */
  boolean completes(WireRequest request);

  /** Whether a request reads an object's content. */
  boolean reads(WireRequest request);

  /** Whether a request lists objects. */
  boolean lists(WireRequest request);

  /** Whether a request deletes objects. */
  boolean deletes(WireRequest request);

  /** The service asks to be asked less often. */
  WireFault slowDown();

  /** The service refuses. */
  WireFault denied();

  /** The credentials were good until a while ago. */
  WireFault expired();

  /** The service has forgotten an upload. */
  WireFault uploadGone();

  /** The dialect of places of this scheme. */
  static Dialect of(String scheme) {
    return switch (scheme) {
      case "s3" -> new S3Dialect();
      case "az" -> new AzureDialect();
      case "gs" -> new GcsDialect();
      default -> throw new IllegalArgumentException("no cloud has places of " + scheme + "://");
    };
  }

  /** Bytes of a request's body; very many where it does not say. */
  static long length(WireRequest request) {
    return request.header("Content-Length").map(Long::parseLong).orElse(Long.MAX_VALUE);
  }
}
