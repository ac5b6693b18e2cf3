package io.lepton.it.wire;

import io.lepton.it.site.GcsSite;
import io.lepton.it.site.Rclone;
import io.lepton.it.site.Site;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Google Cloud Storage, which has no regions in its addresses. */
class GcsBadPlacesTest extends BadPlaces {

  GcsBadPlacesTest() {
    super(new GcsDialect());
  }

  @Override
  Site start(Path scratch) {
    return GcsSite.start(scratch, Rclone.installed());
  }

  @Test
  void anObjectBeyondTheServicesLimitIsNamedBeforeAByteIsRead() throws IOException {
    anObjectThatIsTooLargeIsNamedBeforeAByteIsRead();
  }
}
