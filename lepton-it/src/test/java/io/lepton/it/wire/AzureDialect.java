package io.lepton.it.wire;

import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireRequest;

/** Azure Blob Storage. */
final class AzureDialect implements Dialect {
  @Override
  public boolean writes(WireRequest request) {
    return request.method().equals("PUT")
        && !request.asks("restype")
        && (!request.asks("comp") || request.query().contains("comp=block"));
  }

  @Override
  public boolean writesPart(WireRequest request) {
    return request.method().equals("PUT")
        && request.asks("blockid")
        && Dialect.length(request) > 1 << 10;
  }

  @Override
  public boolean completes(WireRequest request) {
    return request.method().equals("PUT") && request.query().contains("comp=blocklist");
  }

  @Override
  public boolean reads(WireRequest request) {
    return request.method().equals("GET") && !request.asks("comp");
  }

  @Override
  public boolean lists(WireRequest request) {
    return request.query().contains("comp=list") && !request.query().contains("comp=blocklist");
  }

  @Override
  public boolean deletes(WireRequest request) {
    return request.method().equals("DELETE") || request.query().contains("comp=batch");
  }

  @Override
  public WireFault slowDown() {
    return ServiceErrors.azure(503, "ServerBusy");
  }

  @Override
  public WireFault denied() {
    return ServiceErrors.azure(403, "AuthorizationPermissionMismatch");
  }

  @Override
  public WireFault expired() {
    return ServiceErrors.azure(403, "AuthenticationFailed");
  }

  @Override
  public WireFault uploadGone() {
    return ServiceErrors.azure(404, "BlobNotFound");
  }
}
