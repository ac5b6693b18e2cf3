package io.lepton.it.wire;

import io.lepton.it.site.AzureSite;
import io.lepton.it.site.Rclone;
import io.lepton.it.site.Site;
import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireRequest;
import java.nio.file.Path;

/** Azure Blob Storage. */
class AzureOnTheWireTest extends CloudOnTheWire {

  @Override
  Site start(Path scratch) {
    return AzureSite.start(scratch, Rclone.installed());
  }

  @Override
  boolean writes(WireRequest request) {
    return request.method().equals("PUT")
        && !request.asks("restype")
        && (!request.asks("comp") || request.query().contains("comp=block"));
  }

  @Override
  boolean writesPart(WireRequest request) {
    return request.method().equals("PUT") && request.asks("blockid") && length(request) > 1 << 10;
  }

  @Override
  boolean completes(WireRequest request) {
    return request.method().equals("PUT") && request.query().contains("comp=blocklist");
  }

  @Override
  boolean reads(WireRequest request) {
    return request.method().equals("GET") && !request.asks("comp");
  }

  @Override
  boolean lists(WireRequest request) {
    return request.query().contains("comp=list") && !request.query().contains("comp=blocklist");
  }

  @Override
  boolean deletes(WireRequest request) {
    return request.method().equals("DELETE") || request.query().contains("comp=batch");
  }

  @Override
  WireFault slowDown() {
    return ServiceErrors.azure(503, "ServerBusy");
  }

  @Override
  WireFault denied() {
    return ServiceErrors.azure(403, "AuthorizationPermissionMismatch");
  }

  @Override
  WireFault uploadGone() {
    return ServiceErrors.azure(404, "BlobNotFound");
  }

  private static long length(WireRequest request) {
    return request.header("Content-Length").map(Long::parseLong).orElse(Long.MAX_VALUE);
  }
}
