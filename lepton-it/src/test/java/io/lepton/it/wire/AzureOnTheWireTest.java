package io.lepton.it.wire;

import io.lepton.it.site.AzureSite;
import io.lepton.it.site.Rclone;
import io.lepton.it.site.Site;
import java.nio.file.Path;

/** Azure Blob Storage. */
class AzureOnTheWireTest extends CloudOnTheWire {

  AzureOnTheWireTest() {
    super(new AzureDialect());
  }

  @Override
  Site start(Path scratch) {
    return AzureSite.start(scratch, Rclone.installed());
  }
}
