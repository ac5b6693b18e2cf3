package io.lepton.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderConfigTest {
  private static final Duration OTHERWISE = Duration.ofMinutes(2);

  private static ProviderConfig silence(String seconds) {
    return new ProviderConfig(Map.of("LEPTON_SILENCE_SECONDS", seconds), Path.of("home"));
  }

  @Test
  void silenceIsBorneAsLongAsTheProviderOrTheUserSays() {
    assertThat(silence(" ").silence(OTHERWISE)).isEqualTo(OTHERWISE);
    assertThat(silence("1.5").silence(OTHERWISE)).isEqualTo(Duration.ofMillis(1500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "0", "-3", "NaN", "1e12"})
  void aSilenceThatIsNoTimeIsRefusedByName(String seconds) {
    assertThatThrownBy(() -> silence(seconds).silence(OTHERWISE))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("LEPTON_SILENCE_SECONDS")
        .hasMessageContaining("'" + seconds + "'");
  }

  @Test
  void whatAReaderOfTheSettingsRefusesIsABadArgumentInItsWords() {
    ProviderConfig config = silence("7");
    String name = ProviderConfig.SILENCE_VARIABLE;
    assertThat(config.<String>read(settings -> settings.apply(name).orElseThrow())).isEqualTo("7");
    assertThatThrownBy(() -> config.read(ProviderConfigTest::refuse))
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT))
        .hasMessage("open: write something else");
  }

  private static String refuse(Function<String, Optional<String>> settings) {
    throw new IllegalArgumentException("write something else");
  }
}
