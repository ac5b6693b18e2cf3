package io.lepton.transfer.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.storage.Crc32cCombiner;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class Crc32cCombinerTest {
  private static long crc(byte[]... runs) {
    CRC32C crc = new CRC32C();
    for (byte[] run : runs) {
      crc.update(run);
    }
    return crc.getValue();
  }

  @Property
  void combiningIsDigestingTheWhole(@ForAll byte[] first, @ForAll byte[] second) {
    assertThat(Crc32cCombiner.combine(crc(first), crc(second), second.length))
        .isEqualTo(crc(first, second));
  }
}
