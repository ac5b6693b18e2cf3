package io.lepton.spi.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Crc64NvmeTest {
  private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

  /** On both sides of what is made short first, and of what that takes at once. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 1025, 37_151, 37_152, 37_159, 46_448, 100_000, 278_528, 300_001})
  void isThatOfTheBitsOneByOne(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    Crc64Nvme crc = new Crc64Nvme();
    crc.update(ByteBuffer.allocateDirect(bytes).put(content).flip());
    assertThat(crc.value()).isEqualTo(bitwise(content));
  }

  @Test
  void longAndShortRunsFollowOneAnother() {
    Random random = new Random(11);
    byte[] content = new byte[2_000_000];
    random.nextBytes(content);
    Crc64Nvme crc = new Crc64Nvme();
    for (int start = 0, length = 0; start < content.length; start += length) {
      length =
          Math.min(
              1 + random.nextInt(random.nextBoolean() ? 200 : 200_000), content.length - start);
      crc.update(ByteBuffer.wrap(content, start, length));
    }
    assertThat(crc.value()).isEqualTo(bitwise(content));
  }

  @Test
  void everyBitOfALongRunCounts() {
    byte[] content = new byte[80_000];
    Crc64Nvme crc = new Crc64Nvme();
    crc.update(ByteBuffer.wrap(content));
    for (int bit = 0; bit < 8 * content.length; bit += 997) {
      content[bit / 8] ^= (byte) (1 << bit % 8);
      Crc64Nvme other = new Crc64Nvme();
      other.update(ByteBuffer.wrap(content));
      assertThat(other.value()).as("bit %d", bit).isNotEqualTo(crc.value());
      content[bit / 8] = 0;
    }
  }

  private static long bitwise(byte[] content) {
    long crc = ~0L;
    for (byte next : content) {
      crc ^= next & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
    }
    return ~crc;
  }
}
