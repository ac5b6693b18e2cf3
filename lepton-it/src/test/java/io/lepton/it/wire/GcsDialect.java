package io.lepton.it.wire;

import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireRequest;

/** Google Cloud Storage, JSON interface. */
final class GcsDialect implements Dialect {
  /** Where uploads in parts keep their pieces. */
  private static final String PIECES = ".lepton";

  @Override
  public boolean writes(WireRequest request) {
    return request.method().equals("POST") && request.path().startsWith("/upload/");
  }

  @Override
  public boolean writesPart(WireRequest request) {
    return writes(request) && Dialect.length(request) > 1 << 20;
  }

  @Override
  public boolean completes(WireRequest request) {
    return request.path().endsWith("/compose");
  }

  @Override
  public boolean reads(WireRequest request) {
    return request.query().contains("alt=media");
  }

  @Override
  public boolean lists(WireRequest request) {
    return request.method().equals("GET")
        && request.path().endsWith("/o")
        && !request.query().contains(PIECES);
  }

  @Override
  public boolean deletes(WireRequest request) {
    return request.method().equals("DELETE") || request.path().startsWith("/batch");
  }

  @Override
  public WireFault slowDown() {
    return ServiceErrors.gcs(429, "rateLimitExceeded");
  }

  @Override
  public WireFault denied() {
    return ServiceErrors.gcs(403, "forbidden");
  }

  @Override
  public WireFault expired() {
    return ServiceErrors.gcs(401, "authError");
  }

  @Override
  public WireFault uploadGone() {
    return ServiceErrors.gcs(410, "gone");
  }
}
