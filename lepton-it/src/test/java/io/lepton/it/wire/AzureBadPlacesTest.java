package io.lepton.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.it.site.AzureSite;
import io.lepton.it.site.Rclone;
import io.lepton.it.site.Site;
import io.lepton.spi.Place;
import io.lepton.transfer.TransferResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Azure Blob Storage, which has no regions in its addresses. */
class AzureBadPlacesTest extends BadPlaces {

  AzureBadPlacesTest() {
    super(new AzureDialect());
  }

  @Override
  Site start(Path scratch) {
    return AzureSite.start(scratch, Rclone.installed());
  }

  @Test
  void aNameThatNoContainerCanHaveIsToldWithTheRule() throws IOException {
    files(small(1, 10));
    for (String name : List.of("c", "Capital_Letter")) {
      Place target = new Place(site.scheme(), name, "x/");
      TransferResult result = lepton.transfer(transfer(Place.file(folder), target).build());
      assertThat(result.failures())
          .singleElement()
          .satisfies(
              failure ->
                  assertThat(failure.message())
                      .contains("'" + name + "'", "3 to 63 lower-case letters"));
    }
  }
}
