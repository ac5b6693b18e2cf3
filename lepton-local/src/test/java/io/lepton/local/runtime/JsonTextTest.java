package io.lepton.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @Test
  void everyKindOfValueIsRead() throws IOException {
    Object document =
        read("{\"a\":[1,-2.5e3,true,false,null,\"x\\n\\u00e9\\\"\"],\"b\":{},\"c\":[]} ");
    assertThat(JsonText.find(document, "a", 0)).hasValue(1.0);
    assertThat(JsonText.find(document, "a", 1)).hasValue(-2500.0);
    assertThat(JsonText.find(document, "a", 2)).hasValue(true);
    assertThat(JsonText.find(document, "a", 4)).isEmpty();
    assertThat(JsonText.find(document, "a", 5)).hasValue("x\n\u00e9\"");
    assertThat(JsonText.find(document, "b", "missing", 3)).isEmpty();
    assertThat(JsonText.strings(document, "c")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[1,]", "{\"a\"}", "\"open", "tru", "1 2", "\"\\q\"", "\"\\u12\"", "-"})
  void whatIsNoJsonIsRefusedWithThePlace(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at character");
  }

  @Test
  void bottomlessNestingIsRefused() {
    assertThatThrownBy(() -> read("[".repeat(100_000)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("deeper");
  }

  private static Object read(String text) throws IOException {
    Object value = JsonText.read(text.getBytes(StandardCharsets.UTF_8));
    return value == null ? "null" : value;
  }
}
