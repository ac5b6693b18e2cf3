package io.lepton.spi.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteRangeTest {

  @Test
  void isTheWholeObjectOnlyFromItsFirstByteWithoutEnd() {
    assertThat(ByteRange.all().isAll()).isTrue();
    assertThat(new ByteRange(0, Long.MAX_VALUE).isAll()).isTrue();
    assertThat(new ByteRange(0, Long.MAX_VALUE - 1).isAll()).isFalse();
    assertThat(new ByteRange(1, Long.MAX_VALUE).isAll()).isFalse();
  }
}
