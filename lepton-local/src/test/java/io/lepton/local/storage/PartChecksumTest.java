package io.lepton.local.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.ContentDigest;
import io.lepton.spi.storage.Crc32cCombiner;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class PartChecksumTest {

  private static Checksum crc(byte[] bytes) {
    return ContentDigest.of(ChecksumAlgorithm.CRC32C, ByteBuffer.wrap(bytes));
  }

  @Property
  void equalsTheChecksumOfBothRunsTogether(
      @ForAll @Size(max = 300) byte[] first, @ForAll @Size(max = 300) byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertThat(Crc32cCombiner.combine(crc(first), crc(second), second.length)).isEqualTo(crc(both));
  }
}
