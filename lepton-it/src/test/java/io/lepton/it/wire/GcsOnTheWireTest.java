package io.lepton.it.wire;

import io.lepton.it.site.GcsSite;
import io.lepton.it.site.Rclone;
import io.lepton.it.site.Site;
import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireRequest;
import java.nio.file.Path;

/** Google Cloud Storage, JSON interface. */
class GcsOnTheWireTest extends CloudOnTheWire {
  /** Where uploads in parts keep their pieces. */
  private static final String PIECES = ".lepton";

  @Override
  Site start(Path scratch) {
    return GcsSite.start(scratch, Rclone.installed());
  }

  @Override
  boolean writes(WireRequest request) {
    return request.method().equals("POST") && request.path().startsWith("/upload/");
  }

  @Override
  boolean writesPart(WireRequest request) {
    return writes(request) && length(request) > 1 << 20;
  }

  @Override
  boolean completes(WireRequest request) {
    return request.path().endsWith("/compose");
  }

  @Override
  boolean reads(WireRequest request) {
    return request.query().contains("alt=media");
  }

  @Override
  boolean lists(WireRequest request) {
    return request.method().equals("GET")
        && request.path().endsWith("/o")
        && !request.query().contains(PIECES);
  }

  @Override
  boolean deletes(WireRequest request) {
    return request.method().equals("DELETE") || request.path().startsWith("/batch");
  }

  @Override
  WireFault slowDown() {
    return ServiceErrors.gcs(429, "rateLimitExceeded");
  }

  @Override
  WireFault denied() {
    return ServiceErrors.gcs(403, "forbidden");
  }

  @Override
  WireFault uploadGone() {
    return ServiceErrors.gcs(410, "gone");
  }

  private static long length(WireRequest request) {
    return request.header("Content-Length").map(Long::parseLong).orElse(Long.MAX_VALUE);
  }
}
