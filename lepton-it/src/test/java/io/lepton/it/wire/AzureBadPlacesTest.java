package io.lepton.it.wire;

import io.lepton.it.site.AzureSite;
import io.lepton.it.site.Rclone;
import io.lepton.it.site.Site;
import java.nio.file.Path;

/** Azure Blob Storage, which has no regions in its addresses. */
class AzureBadPlacesTest extends BadPlaces {

  AzureBadPlacesTest() {
    super(new AzureDialect());
  }

  @Override
  Site start(Path scratch) {
    return AzureSite.start(scratch, Rclone.installed());
  }
}
