package io.lepton.aws.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ListedPageTest {

  @Test
  void timesAreReadWhateverTheirPrecision() {
    for (String time :
        new String[] {
          "2026-11-26T15:06:38.123Z",
          "2024-02-29T23:59:59.999Z",
          "1970-01-01T00:00:00.000Z",
          "2026-11-26T15:06:38Z",
          "2026-11-26T15:06:38.123456789Z"
        }) {
      assertThat(ListedPage.time(time)).isEqualTo(Instant.parse(time));
    }
  }

  @Test
  void aTimeThatIsNoneIsUnknown() {
    for (String time :
        new String[] {"", "yesterday", "2026-13-26T15:06:38.123Z", "2026-11-26T25:06:38.123Z"}) {
      assertThat(ListedPage.time(time)).isEqualTo(Instant.EPOCH);
    }
  }
}
