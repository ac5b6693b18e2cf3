package io.lepton.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.InputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*.csv        | a/b/c.csv      | true",
        "*.csv        | a/b/c.csv.gz   | false",
        "data/*.csv   | data/c.csv     | true",
        "data/*.csv   | data/x/c.csv   | false",
        "data/*.csv   | old/data/c.csv | false",
        "data/**      | data/x/c.csv   | true",
        "**/c.csv     | c.csv          | true",
        "**/c.csv     | a/b/c.csv      | true",
        "/c.csv       | c.csv          | true",
        "/c.csv       | a/c.csv        | false",
        "{a,b}?.txt   | b1.txt         | true",
        "[!0-9]*      | x1             | true",
        "[!0-9]*      | 1x             | false",
        "a.b          | axb            | false",
        "a\\*         | a*             | true",
        "a\\*         | ab             | false",
        "x//y         | x//y           | true",
        "[^0-9]*      | 1x             | false",
        "[]a]*        | ]x             | true",
        "a,b          | a,b            | true",
        "a,b          | a              | false",
      })
  void matchesAsDescribed(String glob, String key, boolean matches) {
    assertThat(Glob.of(glob).matchesKey(key)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[a", "{a", "a}", "a\\"})
  void whatIsNoGlobIsRefused(String glob) {
    assertThatThrownBy(() -> Glob.of(glob)).isInstanceOf(InputException.class);
  }
}
