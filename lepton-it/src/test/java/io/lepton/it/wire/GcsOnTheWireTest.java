package io.lepton.it.wire;

import io.lepton.it.site.GcsSite;
import io.lepton.it.site.Rclone;
import io.lepton.it.site.Site;
import java.nio.file.Path;

/** Google Cloud Storage, JSON interface. */
class GcsOnTheWireTest extends CloudOnTheWire {

  GcsOnTheWireTest() {
    super(new GcsDialect());
  }

  @Override
  Site start(Path scratch) {
    return GcsSite.start(scratch, Rclone.installed());
  }
}
