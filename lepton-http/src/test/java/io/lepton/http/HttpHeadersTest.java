package io.lepton.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHeadersTest {

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "\u0100", "why? \u20ac", "\ud83d\ude00"})
  void whatCannotBeSentIsRefused(String value) {
    assertThatThrownBy(() -> new HttpHeaders().add("X-One", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("X-One");
  }

  @Test
  void whatCanBeSentIsKept() {
    assertThat(new HttpHeaders().add("X-One", "why? \u00e9\u00ff\t~").value("x-one"))
        .isEqualTo("why? \u00e9\u00ff\t~");
  }
}
