package io.lepton.it.wire;

import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireRequest;

/** S3. */
final class S3Dialect implements Dialect {
  @Override
  public boolean writes(WireRequest request) {
    return request.method().equals("PUT") && request.path().indexOf('/', 1) > 0;
  }

  @Override
  public boolean writesPart(WireRequest request) {
    return request.method().equals("PUT") && request.asks("partNumber");
  }

  @Override
  public boolean completes(WireRequest request) {
    return request.method().equals("POST") && request.asks("uploadId");
  }

  @Override
  public boolean reads(WireRequest request) {
    return request.method().equals("GET")
        && request.path().indexOf('/', 1) > 0
        && !request.asks("uploadId")
        && !request.asks("tagging")
        && !lists(request);
  }

  @Override
  public boolean lists(WireRequest request) {
    return request.method().equals("GET") && request.asks("list-type");
  }

  @Override
  public boolean deletes(WireRequest request) {
    return request.method().equals("DELETE") || request.asks("delete");
  }

  @Override
  public WireFault slowDown() {
    return ServiceErrors.s3(503, "SlowDown");
  }

  @Override
  public WireFault denied() {
    return ServiceErrors.s3(403, "AccessDenied");
  }

  @Override
  public WireFault expired() {
    return ServiceErrors.s3(400, "ExpiredToken");
  }

  @Override
  public WireFault uploadGone() {
    return ServiceErrors.s3(404, "NoSuchUpload");
  }
}
