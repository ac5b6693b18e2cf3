package io.lepton.aws.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.Limits;
import org.junit.jupiter.api.Test;

class S3LimitsTest {
  /** No sparse file is large enough to try it on the wire. */
  @Test
  void theLargestObjectIsAsManyOfTheLargestPartsAsThereMayBe() {
    Limits limits = S3Limits.OF_SERVICE;
    assertThat(limits.maxObjectSizeBytes())
        .isEqualTo(limits.maxParts() * limits.maxPartSizeBytes());
    assertThat(limits.maxObjectSizeBytes() / (double) (1L << 40)).isBetween(48.8, 48.9);
  }
}
