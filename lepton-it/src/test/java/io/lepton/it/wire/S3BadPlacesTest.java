package io.lepton.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.Lepton;
import io.lepton.it.site.Rclone;
import io.lepton.it.site.S3Site;
import io.lepton.it.site.Site;
import io.lepton.local.LocalProvider;
import io.lepton.spi.Place;
import io.lepton.spi.ProviderConfig;
import io.lepton.testkit.wire.ServiceErrors;
import io.lepton.transfer.TransferResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S3. */
class S3BadPlacesTest extends BadPlaces {

  S3BadPlacesTest() {
    super(new S3Dialect());
  }

  @Override
  Site start(Path scratch) {
    return S3Site.start(scratch, Rclone.installed());
  }

  @Test
  void aWrongRegionIsToldWithTheVariableToSet() throws IOException {
    files(small(1, 10));
    Map<String, String> settings = new TreeMap<>(site.settings(site.endpoint()));
    settings.put("AWS_REGION", "eu-central-1");
    try (Lepton wrong =
        Lepton.of(
            new ProviderConfig(settings, scratch.resolve("home")),
            new LocalProvider(),
            site.provider())) {
      TransferResult result = wrong.transfer(transfer(Place.file(folder), cloud).build());
      assertThat(result.failures()).hasSize(1);
      assertThat(result.failures().get(0).message()).contains("AWS_REGION");
    }
    assertThat(contents()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"301, PermanentRedirect", "400, AuthorizationHeaderMalformed"})
  void aBucketOfAnotherRegionIsToldWithTheVariableToSet(int status, String code)
      throws IOException {
    files(small(1, 10));
    script.onAny().then(ServiceErrors.s3(status, code));
    TransferResult result = upload();
    assertThat(result.failures()).hasSize(1);
    assertThat(result.failures().get(0).message()).contains("AWS_REGION");
  }
}
