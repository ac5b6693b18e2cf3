package io.lepton.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizesTest {

  @Test
  void oneIsToldInTheSingular() {
    assertThat(Sizes.count(1, "object was", "objects were")).isEqualTo("1 object was");
    assertThat(Sizes.count(0, "object was", "objects were")).isEqualTo("0 objects were");
    assertThat(Sizes.count(1_234_567, "object", "objects")).isEqualTo("1,234,567 objects");
  }
}
