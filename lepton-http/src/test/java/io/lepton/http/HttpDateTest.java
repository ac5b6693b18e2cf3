package io.lepton.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  private static final DateTimeFormatter WRITER =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Test
  void everyTimeIsReadAsTheJdkReadsIt() {
    Random random = new Random(9);
    for (int i = 0; i < 2_000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextLong(0, 8_000_000_000L));
      String text = WRITER.format(time);
      assertThat(HttpDate.parse(text)).isEqualTo(time);
      assertThat(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from)).isEqualTo(time);
    }
  }

  @Test
  void aDayWithoutAZeroBeforeItIsReadToo() {
    assertThat(HttpDate.parse("Sun, 6 Nov 1994 08:49:37 GMT"))
        .isEqualTo(Instant.parse("1994-11-06T08:49:37Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 anF 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:6x GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> HttpDate.parse(text)).isInstanceOf(DateTimeParseException.class);
  }
}
