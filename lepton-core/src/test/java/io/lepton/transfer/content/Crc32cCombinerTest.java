package io.lepton.transfer.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.storage.Checksum;
import io.lepton.spi.storage.ChecksumAlgorithm;
import io.lepton.spi.storage.Crc32cCombiner;
import io.lepton.spi.storage.UploadedPart;
import java.util.List;
import java.util.Optional;
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

  private static UploadedPart part(int number, byte[] content, Optional<Checksum> checksum) {
    return new UploadedPart(number, content.length, "tag", checksum);
  }

  @Property
  void theWholeIsThatOfItsParts(@ForAll byte[] first, @ForAll byte[] second) {
    assertThat(
            Crc32cCombiner.whole(
                List.of(
                    part(1, first, Optional.of(Checksum.crc32c(crc(first)))),
                    part(2, second, Optional.of(Checksum.crc32c(crc(second)))))))
        .contains(Checksum.crc32c(crc(first, second)));
  }

  @Test
  void theWholeIsNotKnownWhereAPartIsNot() {
    UploadedPart known = part(1, new byte[3], Optional.of(Checksum.crc32c(crc(new byte[3]))));
    Checksum other = Checksum.of(ChecksumAlgorithm.MD5, new byte[16]);

    assertThat(Crc32cCombiner.whole(List.of(known, part(2, new byte[3], Optional.empty()))))
        .isEmpty();
    assertThat(Crc32cCombiner.whole(List.of(known, part(2, new byte[3], Optional.of(other)))))
        .isEmpty();
    assertThat(Crc32cCombiner.whole(List.of(known))).isEqualTo(known.checksum());
  }
}
