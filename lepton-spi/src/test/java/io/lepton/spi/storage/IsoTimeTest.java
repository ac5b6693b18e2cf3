package io.lepton.spi.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of listings, beside the general parser. */
class IsoTimeTest {

  @Test
  void everyTimeIsReadAsTheGeneralParserReadsIt() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      int[] units = {1_000_000_000, 1_000_000, 1_000, 1};
      int unit = units[random.nextInt(units.length)];
      Instant time =
          Instant.ofEpochSecond(
              random.nextLong(-62_000_000_000L, 253_000_000_000L),
              random.nextInt(1_000_000_000) / unit * (long) unit);
      assertThat(IsoTime.parse(time.toString())).isEqualTo(time);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-26T17:04:59.1Z",
        "2026-11-26T17:04:59.1234567Z",
        "2026-11-26T24:00:00Z",
        "2024-02-29T00:00:00Z",
        "-0001-12-31T00:00:00Z",
        "+12026-11-26T17:04:59.123Z",
        "2026-11-26T17:04:59.123+02:00"
      })
  void unusualFormsAreReadToo(String text) {
    assertThat(IsoTime.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-11-26",
        "2026-13-26T17:04:59Z",
        "2023-02-29T00:00:00Z",
        "2026-11-26T17:04:59.12x4Z",
        "2026-11-26T17:04:59,123Z",
        "2026-11-26 17:04:59.123Z",
        "2026-11-26T17:04:59.1234567890Z"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> IsoTime.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
