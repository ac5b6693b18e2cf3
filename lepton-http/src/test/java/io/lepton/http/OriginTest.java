package io.lepton.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class OriginTest {
  private static final Origin ORIGIN = new Origin(true, "s3.amazonaws.com", 443);

  @Test
  void isWhoItLeadsToHoweverItWasWritten() {
    assertThat(Origin.of(URI.create("HTTPS://s3.amazonaws.com")))
        .isEqualTo(ORIGIN)
        .hasSameHashCodeAs(ORIGIN);
  }

  @Test
  void differsInEachOfItsParts() {
    assertThat(ORIGIN)
        .isNotEqualTo(new Origin(false, "s3.amazonaws.com", 443))
        .isNotEqualTo(new Origin(true, "s3.amazonaws.org", 443))
        .isNotEqualTo(new Origin(true, "s3.amazonaws.com", 8443))
        .isNotEqualTo("https://s3.amazonaws.com:443");
  }
}
