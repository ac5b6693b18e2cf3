package io.lepton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigNodeTest {

  private static ConfigNode parse(String text) {
    return ConfigFile.parse(text, "m.yaml");
  }

  @Test
  void unknownKeyIsNamedWithLineAndNearestKnownKey() {
    ConfigNode root = parse("name: a\nmodel:\n  epocs: 5\n");
    assertThatThrownBy(() -> root.require("model").allow("epochs", "method"))
        .isInstanceOf(InputException.class)
        .hasMessage("m.yaml:3: model.epocs is no known key; did you mean 'epochs'?");
  }

  @Test
  void wrongTypeNamesLineFieldAndValue() {
    ConfigNode root = parse("a:\n  - {b: five}\n");
    assertThatThrownBy(() -> root.require("a").items().get(0).require("b").integer(1, 9))
        .hasMessage("m.yaml:2: a[0].b must be a whole number, not 'five'");
  }

  @Test
  void rangeIsNamed() {
    ConfigNode node = parse("n: -1").require("n");
    assertThatThrownBy(() -> node.integer(0, Integer.MAX_VALUE))
        .hasMessage("m.yaml:1: n must be at least 0, not -1");
    assertThatThrownBy(() -> node.number(0, 1))
        .hasMessage("m.yaml:1: n must be from 0.0 to 1.0, not -1");
  }

  @Test
  void missingKeyNamesItsParent() {
    assertThatThrownBy(() -> parse("a: 1").require("name"))
        .hasMessage("m.yaml:1: the file needs the key 'name'");
  }

  @Test
  void brokenYamlNamesTheLine() {
    assertThatThrownBy(() -> parse("a: 1\nb: [1, 2\n")).hasMessageStartingWith("m.yaml:");
    assertThatThrownBy(() -> parse("a: 1\na: 2\n").entries())
        .hasMessage("m.yaml:2: a stands twice in the same mapping; keep one");
    assertThatThrownBy(() -> parse("")).hasMessage("m.yaml: the file is empty");
  }

  @Test
  void jsonIsReadAsYaml() {
    assertThat(parse("{\"a\": {\"b\": [1, true, \"x\"]}}").require("a").require("b").items())
        .hasSize(3)
        .satisfiesExactly(
            one -> assertThat(one.integer(0, 5)).isEqualTo(1),
            two -> assertThat(two.bool()).isTrue(),
            three -> assertThat(three.text()).isEqualTo("x"));
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> ConfigFile.read(Path.of("no-such.yaml")))
        .isInstanceOf(InputException.class)
        .hasMessage("no-such.yaml: there is no such file");
    Path file = Path.of("my.yaml");
    assertThat(InputException.unreadable(file, new AccessDeniedException("my.yaml")))
        .hasMessage("my.yaml: cannot be read: permission denied");
    assertThat(InputException.unreadable(file, new MalformedInputException(1)))
        .hasMessage("my.yaml: is no UTF-8 text");
    assertThat(InputException.unreadable(file, new IOException("Is a directory")))
        .hasMessage("my.yaml: cannot be read: Is a directory");
  }
}
