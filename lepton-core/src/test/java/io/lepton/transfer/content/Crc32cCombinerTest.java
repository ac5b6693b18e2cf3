package io.lepton.transfer.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.storage.Crc32cCombiner;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

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

  @Test
  void runsLongerThanMemoryAreJoinedInAnyOrder() {
    long piece = crc(new byte[1 << 20]);
    long bytes = 1 << 20;
    long doubled = piece;
    for (int i = 0; i < 20; i++, bytes *= 2) {
      doubled = Crc32cCombiner.combine(doubled, doubled, bytes);
    }
    long appended = Crc32cCombiner.combine(doubled, piece, 1 << 20);

    assertThat(Crc32cCombiner.combine(piece, doubled, 1L << 40)).isEqualTo(appended);
  }
}
