package io.lepton.it.wire;

import io.lepton.it.site.Rclone;
import io.lepton.it.site.S3Site;
import io.lepton.it.site.Site;
import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireFault.Delivery;
import io.lepton.testkit.wire.WireRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S3. */
class S3OnTheWireTest extends CloudOnTheWire {

  @Override
  Site start(Path scratch) {
    return S3Site.start(scratch, Rclone.installed());
  }

  @Override
  boolean writes(WireRequest request) {
    return request.method().equals("PUT") && request.path().indexOf('/', 1) > 0;
  }

  @Override
  boolean writesPart(WireRequest request) {
    return request.method().equals("PUT") && request.asks("partNumber");
  }

  @Override
  boolean completes(WireRequest request) {
    return request.method().equals("POST") && request.asks("uploadId");
  }

  @Override
  boolean reads(WireRequest request) {
    return request.method().equals("GET")
        && request.path().indexOf('/', 1) > 0
        && !request.asks("uploadId")
        && !request.asks("tagging")
        && !lists(request);
  }

  @Override
  boolean lists(WireRequest request) {
    return request.method().equals("GET") && request.asks("list-type");
  }

  @Override
  boolean deletes(WireRequest request) {
    return request.method().equals("DELETE") || request.asks("delete");
  }

  @Override
  WireFault slowDown() {
    return ServiceErrors.s3(503, "SlowDown");
  }

  @Override
  WireFault denied() {
    return ServiceErrors.s3(403, "AccessDenied");
  }

  @Override
  WireFault uploadGone() {
    return ServiceErrors.s3(404, "NoSuchUpload");
  }

  @ParameterizedTest
  @EnumSource
  void aCompletionThatAnswersAnErrorUnder200IsNoSuccess(Delivery delivery) throws IOException {
    Map<String, byte[]> world = large();
    files(world);
    on(this::completes)
        .call(1)
        .then(
            new WireFault.Answer(
                delivery,
                200,
                Map.of("Content-Type", "application/xml"),
                ServiceErrors.s3Xml("InternalError")));
    everythingArrives(upload(), world);
  }
}
