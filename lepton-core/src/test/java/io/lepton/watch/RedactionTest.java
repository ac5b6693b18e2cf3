package io.lepton.watch;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12,480 objects, 1.2 GB",
        "s3://lake/digits/ to gs://lake/digits/",
        "kept: latency p99 is 12 ms, within max_p99_ms 200",
        "127.0.0.1:5000/digits:v2@sha256:4be1c0a29d3f5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4",
        "digits/r4be1c0a29d3f at http://127.0.0.1:8080",
        "file:///home/ada/migrations/digits-to-west-2026-11-21/data"
      })
  void whatPeopleNeedToReadStays(String text) {
    assertThat(Redaction.of(text)).isEqualTo(text);
  }

  @Property(tries = 300)
  void valueThatIsNamedASecretNeverStays(
      @ForAll @AlphaChars @NumericChars @StringLength(min = 4, max = 40) String secret) {
    String hidden = "Zq" + secret + "7x";
    for (String name :
        new String[] {"password", "client_secret", "AWS_SECRET_ACCESS_KEY", "api-key", "sig"}) {
      assertThat(Redaction.of("run with " + name + "=" + hidden + " now"))
          .doesNotContain(hidden)
          .endsWith(" now");
      assertThat(Redaction.of("{\"" + name + "\": \"" + hidden + "\"}")).doesNotContain(hidden);
    }
    assertThat(Redaction.of("https://user:" + hidden + "@host/path")).doesNotContain(hidden);
    assertThat(Redaction.of("Bearer " + hidden)).doesNotContain(hidden);
  }
}
