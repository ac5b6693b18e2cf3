package io.lepton.it.wire;

import io.lepton.it.site.Rclone;
import io.lepton.it.site.S3Site;
import io.lepton.it.site.Site;
import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.testkit.wire.WireFault;
import io.lepton.testkit.wire.WireFault.Delivery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S3. */
class S3OnTheWireTest extends CloudOnTheWire {

  S3OnTheWireTest() {
    super(new S3Dialect());
  }

  @Override
  Site start(Path scratch) {
    return S3Site.start(scratch, Rclone.installed());
  }

  @ParameterizedTest
  @EnumSource
  void aCompletionThatAnswersAnErrorUnder200IsNoSuccess(Delivery delivery) throws IOException {
    Map<String, byte[]> world = large();
    files(world);
    on(dialect::completes)
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
