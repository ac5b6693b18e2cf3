package io.lepton.spi.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumTest {
  private static final Checksum CRC32C = Checksum.crc32c(0x8a9136aaL);

  @Test
  void isItsAlgorithmAndItsBytesInEitherCase() {
    Checksum written = new Checksum(ChecksumAlgorithm.CRC32C, "8A9136AA");
    assertThat(written).isEqualTo(CRC32C).hasSameHashCodeAs(CRC32C);
  }

  @Test
  void differsInEachOfItsParts() {
    Checksum sha256 = new Checksum(ChecksumAlgorithm.SHA256, "0".repeat(64));
    Checksum md5 = new Checksum(ChecksumAlgorithm.MD5, "0".repeat(32));
    assertThat(CRC32C)
        .isNotEqualTo(Checksum.crc32c(0x8a9136abL))
        .isNotEqualTo(sha256)
        .isNotEqualTo("crc32c:8a9136aa");
    assertThat(sha256).isNotEqualTo(md5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8a9136a", "8a9136aa0", "8a9136ag", "8a9136a\uff10", "0x8a9136"})
  void whatIsNotAsManyBytesInHexadecimalIsRefused(String hex) {
    assertThatThrownBy(() -> new Checksum(ChecksumAlgorithm.CRC32C, hex))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + hex + "'");
  }
}
