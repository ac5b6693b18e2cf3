package io.lepton.spi.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PassedCrc32cTest {
  private static final ObjectContent PLAIN = ObjectContent.of("123456789");

  /** Content that says that it has digested itself. */
  private record Digested(OptionalLong wholeCrc32c) implements DigestedContent {
    @Override
    public long sizeBytes() {
      return PLAIN.sizeBytes();
    }

    @Override
    public ReadableByteChannel open() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void isComputedFromWhatPassesAndLeavesTheBufferAsItIs() {
    PassedCrc32c crc = PassedCrc32c.of(PLAIN);
    ByteBuffer buffer = ByteBuffer.allocate(20).put("--12345".getBytes(US_ASCII));
    crc.passed(buffer, 2);
    assertThat(buffer).isEqualTo(ByteBuffer.allocate(20).position(7));
    crc.passed(buffer.put("6789".getBytes(US_ASCII)), 7);
    assertThat(crc.whole()).isEqualTo(new Checksum(ChecksumAlgorithm.CRC32C, "e3069283"));
  }

  @Test
  void isThatOfContentWhichTookItItself() {
    PassedCrc32c crc = PassedCrc32c.of(new Digested(OptionalLong.of(7)));
    crc.passed(ByteBuffer.allocate(9).position(9), 0);
    assertThat(crc.whole()).isEqualTo(Checksum.crc32c(7));
  }

  @Test
  void isTheOneThatIsKnownWhateverPasses() {
    PassedCrc32c crc = PassedCrc32c.known(Checksum.crc32c(7));
    crc.passed(ByteBuffer.allocate(9).position(9), 0);
    assertThat(crc.whole()).isEqualTo(Checksum.crc32c(7));
  }

  @Test
  void isNotMadeUpWhereSuchContentWasNotReadToItsEnd() {
    PassedCrc32c crc = PassedCrc32c.of(new Digested(OptionalLong.empty()));
    assertThatThrownBy(crc::whole).isInstanceOf(IllegalStateException.class);
  }
}
